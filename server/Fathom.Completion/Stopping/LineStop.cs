namespace Fathom.Completion.Stopping;

/// <summary>Complete at the end of the cursor's line.</summary>
internal sealed class LineStop : IStopRule
{
    public static LineStop Instance { get; } = new();

    public int? FindEnd(string text, bool ended)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end >= 0 ? end : ended ? text.Length : null;
    }
}
