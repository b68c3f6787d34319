using Fathom.Completion.Cursor;

namespace Fathom.Completion.Stopping;

/// <summary>Complete where the string at the cursor is closed, or the line ends.</summary>
internal sealed class StringStop(OpenString open) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        int line = text.IndexOf('\n', StringComparison.Ordinal);
        return open.FindEnd(line < 0 ? text : text.AsSpan(0, line)) ?? (line >= 0 ? line : ended ? text.Length : null);
    }
}
