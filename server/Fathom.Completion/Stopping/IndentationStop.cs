namespace Fathom.Completion.Stopping;

/// <summary>Complete before the first line that is indented no deeper than the line that opened the block; or at the end of the first line without a block.</summary>
/// <param name="opened">True when the cursor's line ends with a colon before the cursor.</param>
/// <param name="indentation">Columns of white space at the start of the cursor's line.</param>
/// <param name="mayBeList">True where a list under the cursor's line need not be indented deeper, as in YAML.</param>
internal sealed class IndentationStop(bool opened, int indentation, bool mayBeList = false) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        bool inBlock = opened;
        bool isFirst = true;
        int start = 0;
        int lastText = 0;
        while (true)
        {
            int newLine = text.IndexOf('\n', start);
            if (newLine < 0)
            {
                return Last(text, start, inBlock && !isFirst, lastText, ended);
            }

            ReadOnlySpan<char> line = text.AsSpan(start, newLine - start);
            if (!line.IsWhiteSpace())
            {
                if (!isFirst && LeavesBlock(line))
                {
                    return lastText;
                }

                lastText = newLine;
                inBlock |= line.TrimEnd().EndsWith(":");
                if (!inBlock)
                {
                    return newLine;
                }
            }

            isFirst = false;
            start = newLine + 1;
        }
    }

    /// <inheritdoc/>
    public string Cut(string text) => StatementBoundary.CutAtLastLine(text);

    /// <summary>A line that is not finished ends the block as soon as its first word shows that it stands too far left.</summary>
    private int? Last(string text, int start, bool inBlock, int lastText, bool ended)
    {
        ReadOnlySpan<char> line = text.AsSpan(start);
        bool leavesBlock = inBlock && !line.IsWhiteSpace() && LeavesBlock(line);
        return leavesBlock ? lastText : ended ? text.Length : null;
    }

    private bool LeavesBlock(ReadOnlySpan<char> line) => WidthOf(line) <= indentation && !(mayBeList && WidthOf(line) == indentation && line[indentation] == '-');

    private static int WidthOf(ReadOnlySpan<char> line) => line.Length - line.TrimStart().Length;
}
