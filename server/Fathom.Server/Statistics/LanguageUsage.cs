namespace Fathom.Server.Statistics;

/// <summary>Suggestions of one language.</summary>
/// <param name="Shown">Suggestions seen.</param>
/// <param name="Accepted">Suggestions taken whole.</param>
internal readonly record struct LanguageUsage(long Shown, long Accepted)
{
    public static LanguageUsage operator +(LanguageUsage one, LanguageUsage other) => new(one.Shown + other.Shown, one.Accepted + other.Accepted);
}
