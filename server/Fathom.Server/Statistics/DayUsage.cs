namespace Fathom.Server.Statistics;

/// <summary>Suggestions of one day.</summary>
/// <param name="Shown">Suggestions seen.</param>
/// <param name="Accepted">Suggestions taken whole.</param>
/// <param name="Characters">Characters that suggestions wrote for the user.</param>
internal readonly record struct DayUsage(long Shown, long Accepted, long Characters)
{
    public static DayUsage operator +(DayUsage one, DayUsage other) =>
        new(one.Shown + other.Shown, one.Accepted + other.Accepted, one.Characters + other.Characters);
}
