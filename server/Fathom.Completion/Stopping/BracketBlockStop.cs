using Fathom.Completion.Cursor;

namespace Fathom.Completion.Stopping;

/// <summary>Complete at the end of the first line, or of the block that this line opens, by counting brackets.</summary>
/// <param name="opened">True when the line before the cursor ends with an opening bracket.</param>
/// <param name="closedBelow">True when the text after the cursor closes that bracket.</param>
internal sealed class BracketBlockStop(bool opened, bool closedBelow) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        int depth = opened ? 1 : 0;
        bool hasText = false;
        foreach (Bracket mark in BracketScan.Read(text))
        {
            if (mark.Kind == BracketKind.LineEnd)
            {
                hasText |= !string.IsNullOrWhiteSpace(text[..mark.Offset]);
                if (hasText && depth <= 0)
                {
                    return mark.Offset;
                }
            }
            else
            {
                depth += mark.Kind == BracketKind.Open ? 1 : -1;
                if (opened && closedBelow && depth == 0)
                {
                    return mark.Offset;
                }
            }
        }

        return ended ? text.Length : null;
    }
}
