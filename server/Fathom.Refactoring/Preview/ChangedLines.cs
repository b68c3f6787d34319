using System.Text;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Preview;

/// <summary>Whole lines of a file that others take the place of.</summary>
/// <param name="Start">The first line, from 0.</param>
/// <param name="End">The line behind the last.</param>
/// <param name="Replacement">The lines after the edit, with their ends.</param>
internal sealed record ChangedLines(int Start, int End, string[] Replacement)
{
    /// <summary>The lines that the edits of a file change, from above; no two lie in one line.</summary>
    /// <param name="change">The file.</param>
    /// <param name="lines">Its lines before, with their ends.</param>
    public static List<ChangedLines> Of(FileChange change, string[] lines)
    {
        var starts = new int[lines.Length + 1];
        for (int i = 0; i < lines.Length; i++)
        {
            starts[i + 1] = starts[i] + lines[i].Length;
        }

        var changed = new List<ChangedLines>();
        for (int first = 0, next; first < change.Edits.Length; first = next)
        {
            int start = LineOf(change.Edits[first].Span.Start);
            int end = LineOf(change.Edits[first].Span.End) + 1;
            for (next = first + 1; next < change.Edits.Length && LineOf(change.Edits[next].Span.Start) < end; next++)
            {
                end = Math.Max(end, LineOf(change.Edits[next].Span.End) + 1);
            }

            changed.Add(Narrowed(start, Math.Min(end, lines.Length), lines, Edited(change, change.Edits.AsSpan()[first..next], starts[start], starts[Math.Min(end, lines.Length)])));
        }

        return [.. changed.Where(each => each.End > each.Start || each.Replacement.Length > 0)];

        int LineOf(int offset)
        {
            int found = Array.BinarySearch(starts, offset);
            return Math.Min(found >= 0 ? found : ~found - 1, lines.Length);
        }
    }

    private static string Edited(FileChange change, ReadOnlySpan<TextChange> edits, int start, int end)
    {
        var text = new StringBuilder();
        int at = start;
        foreach (TextChange edit in edits)
        {
            text.Append(change.Before, at, edit.Span.Start - at).Append(edit.NewText);
            at = edit.Span.End;
        }

        return text.Append(change.Before, at, Math.Max(end, at) - at).ToString();
    }

    /// <summary>Without the lines above and below that stay the same.</summary>
    private static ChangedLines Narrowed(int start, int end, string[] lines, string edited)
    {
        string[] after = UnifiedDiff.LinesOf(edited);
        int same = 0;
        while (start < end && same < after.Length && lines[start] == after[same])
        {
            (start, same) = (start + 1, same + 1);
        }

        int left = after.Length;
        while (end > start && left > same && lines[end - 1] == after[left - 1])
        {
            (end, left) = (end - 1, left - 1);
        }

        return new ChangedLines(start, end, after[same..left]);
    }
}
