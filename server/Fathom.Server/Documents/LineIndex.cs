using Fathom.Server.Protocol;

namespace Fathom.Server.Documents;

/// <summary>Converts between LSP positions and offsets. Lines end with <c>\n</c>, <c>\r\n</c> or a lone <c>\r</c>, and with nothing else.</summary>
internal sealed class LineIndex
{
    private readonly string _text;
    private readonly int[] _starts;

    private LineIndex(string text, int[] starts)
    {
        _text = text;
        _starts = starts;
    }

    /// <summary>Number of lines; at least 1.</summary>
    public int LineCount => _starts.Length;

    /// <summary>Reads the lines of a text.</summary>
    public static LineIndex Of(string text)
    {
        var starts = new List<int> { 0 };
        int at = 0;
        while (text.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var next)
        {
            at += next + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            starts.Add(at);
        }

        return new LineIndex(text, [.. starts]);
    }

    /// <summary>The offset of a position, as of <see cref="EditOffsetOf"/>, but for one between two surrogate halves: it means the place before them.</summary>
    public int OffsetOf(Position position)
    {
        int offset = EditOffsetOf(position);
        bool splitsPair = offset > 0 && offset < _text.Length && char.IsLowSurrogate(_text[offset]) && char.IsHighSurrogate(_text[offset - 1]);
        return splitsPair ? offset - 1 : offset;
    }

    /// <summary>
    /// The offset where an edit begins or ends. A character beyond the line's end means the line's end, and a line beyond the last one the end of the text.
    /// Editors that compare texts unit by unit edit one half of a surrogate pair.
    /// </summary>
    public int EditOffsetOf(Position position)
    {
        if (position.Line >= _starts.Length)
        {
            return _text.Length;
        }

        int start = _starts[position.Line];
        int end = position.Line + 1 < _starts.Length ? EndWithoutTerminator(position.Line) : _text.Length;
        return start + Math.Min(position.Character, end - start);
    }

    /// <summary>The position of an offset in 0 … length.</summary>
    public Position PositionOf(int offset)
    {
        int found = Array.BinarySearch(_starts, offset);
        int line = found >= 0 ? found : ~found - 1;
        return new Position(line, offset - _starts[line]);
    }

    private int EndWithoutTerminator(int line)
    {
        int end = _starts[line + 1] - 1;
        return _text[end] == '\n' && end > _starts[line] && _text[end - 1] == '\r' ? end - 1 : end;
    }
}
