using System.Globalization;
using System.Text;
using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Preview;

/// <summary>Shows a change set as a unified diff, as <c>git apply</c> takes it.</summary>
/// <remarks>The edits say which lines change, so nothing is compared, and line ends and what is missing of them stay to be seen.</remarks>
public static class UnifiedDiff
{
    private const int Context = 3;
    private const string Mark = "\uFEFF";
    private const string Nowhere = "/dev/null";

    /// <summary>The diff of all files.</summary>
    /// <param name="changes">The change set.</param>
    public static string Of(ChangeSet changes)
    {
        var diff = new StringBuilder();
        foreach (FileChange change in changes.Files)
        {
            Append(diff, change);
        }

        return diff.ToString();
    }

    private static void Append(StringBuilder diff, FileChange change)
    {
        string newPath = change.NewPath ?? change.Path;
        diff.Append(CultureInfo.InvariantCulture, $"diff --git a/{change.Path} b/{newPath}\n");
        diff.Append(change.Kind switch
        {
            FileChangeKind.Created => "new file mode 100644\n",
            FileChangeKind.Deleted => "deleted file mode 100644\n",
            _ => "",
        });
        if (change.NewPath is not null)
        {
            diff.Append(CultureInfo.InvariantCulture, $"rename from {change.Path}\nrename to {newPath}\n");
        }

        if (change.Edits.IsEmpty)
        {
            return;
        }

        string from = change.Kind == FileChangeKind.Created ? Nowhere : $"a/{change.Path}";
        string to = change.Kind == FileChangeKind.Deleted ? Nowhere : $"b/{newPath}";
        diff.Append(CultureInfo.InvariantCulture, $"--- {from}\n+++ {to}\n");
        string[] lines = LinesOf(change.Before);
        int shift = 0;
        List<ChangedLines> changed = ChangedLines.Of(change, lines);
        if (change.HasByteOrderMark && lines.Length > 0)
        {
            // For git it is a part of the first line.
            changed = WithMark(changed, lines);
            lines[0] = Mark + lines[0];
        }

        for (int first = 0, next; first < changed.Count; first = next)
        {
            next = first + 1;
            while (next < changed.Count && changed[next].Start - changed[next - 1].End <= 2 * Context)
            {
                next++;
            }

            shift += AppendHunk(diff, lines, changed[first..next], shift);
        }
    }

    /// <summary>The mark goes with the line that comes to the top: where a line is put there, or the top goes, the line below changes too.</summary>
    private static List<ChangedLines> WithMark(List<ChangedLines> changed, string[] lines)
    {
        if (changed is not [{ Start: 0 } first, .. var rest])
        {
            return changed;
        }

        while (rest is [var next, ..] && next.Start == first.End)
        {
            first = new ChangedLines(0, next.End, [.. first.Replacement, .. next.Replacement]);
            rest.RemoveAt(0);
        }

        if ((first.End == 0 || first.Replacement.Length == 0) && first.End < lines.Length)
        {
            first = new ChangedLines(0, first.End + 1, [.. first.Replacement, lines[first.End]]);
        }

        return [first.Replacement is [var top, .. var below] ? first with { Replacement = [Mark + top, .. below] } : first, .. rest];
    }

    /// <summary>Writes what lies near each other as one piece.</summary>
    /// <returns>How many lines more the piece has after the edit.</returns>
    private static int AppendHunk(StringBuilder diff, string[] lines, List<ChangedLines> changed, int shift)
    {
        int start = Math.Max(changed[0].Start - Context, 0);
        int end = Math.Min(changed[^1].End + Context, lines.Length);
        int grown = changed.Sum(each => each.Replacement.Length - (each.End - each.Start));
        int count = end - start;
        diff.Append(CultureInfo.InvariantCulture, $"@@ -{Place(start, count)} +{Place(start + shift, count + grown)} @@\n");
        int at = start;
        foreach (ChangedLines each in changed)
        {
            AppendLines(diff, ' ', lines[at..each.Start]);
            AppendLines(diff, '-', lines[each.Start..each.End]);
            AppendLines(diff, '+', each.Replacement);
            at = each.End;
        }

        AppendLines(diff, ' ', lines[at..end]);
        return grown;
    }

    /// <summary>Lines count from 1; a piece without lines stands behind the line before it.</summary>
    private static string Place(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private static void AppendLines(StringBuilder diff, char sign, ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            diff.Append(sign).Append(line).Append(line.EndsWith('\n') ? "" : "\n\\ No newline at end of file\n");
        }
    }

    /// <summary>The lines of a text with their ends, as git counts them.</summary>
    internal static string[] LinesOf(string text)
    {
        var lines = new List<string>();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
        }

        return [.. lines];
    }
}
