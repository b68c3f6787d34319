using Fathom.Completion.Placement;

namespace Fathom.Completion.Cursor;

/// <summary>The text around a cursor, cut into the parts that the steps of the pipeline ask for.</summary>
internal sealed record CursorContext
{
    private ParsedDocument? _parsed;

    private CursorContext(CompletionDocument document, int offset, int lineStart, int lineEnd)
    {
        Document = document;
        Offset = offset;
        LineStart = lineStart;
        LineEnd = lineEnd;
        LinePrefix = document.Text[lineStart..offset];
        Family = Languages.FamilyOf(document);
        ReadOnlySpan<char> rest = document.Text.AsSpan(offset, lineEnd - offset).TrimEnd();
        int comment = CommentIn(rest);
        RestOfLine = (comment < 0 ? rest : rest[..comment].TrimEnd()).ToString();
        HasCommentRight = comment >= 0;
        RestIsClosers = AreClosers(RestOfLine);
    }

    public CompletionDocument Document { get; }

    /// <summary>The cursor in UTF-16 units from the start of the text.</summary>
    public int Offset { get; }

    /// <summary>Offset of the first character of the cursor's line.</summary>
    public int LineStart { get; }

    /// <summary>Offset of the terminator of the cursor's line, or the length of the text.</summary>
    public int LineEnd { get; }

    /// <summary>The cursor's line up to the cursor.</summary>
    public string LinePrefix { get; }

    /// <summary>The cursor's line from the cursor on, without trailing white space, and without a comment behind closers or nothing.</summary>
    public string RestOfLine { get; }

    /// <summary>True when such a comment ends the cursor's line.</summary>
    public bool HasCommentRight { get; }

    /// <summary>True when <see cref="RestOfLine"/> is empty or holds only closing brackets, quotes, <c>;</c> and <c>,</c>, as editors write by themselves.</summary>
    public bool RestIsClosers { get; }

    public LanguageFamily Family { get; }

    /// <summary>The text before the cursor.</summary>
    public ReadOnlySpan<char> Before => Document.Text.AsSpan(0, Offset);

    /// <summary>The text after the cursor.</summary>
    public ReadOnlySpan<char> After => Document.Text.AsSpan(Offset);

    /// <summary>The lines after the cursor's line, beginning with its terminator.</summary>
    public ReadOnlySpan<char> LinesBelow => Document.Text.AsSpan(LineEnd);

    /// <summary>The line directly below the cursor's, without its terminator; empty where there is none.</summary>
    public ReadOnlySpan<char> LineBelow
    {
        get
        {
            int start = LinesBelow.IndexOf('\n') + 1;
            int length = LinesBelow[start..].IndexOf('\n');
            return start == 0 ? [] : (length < 0 ? LinesBelow[start..] : LinesBelow.Slice(start, length)).TrimEnd('\r');
        }
    }

    /// <summary>True when only white space stands left of the cursor on its line.</summary>
    public bool AtIndentation => string.IsNullOrWhiteSpace(LinePrefix);

    /// <summary>White space at the start of the cursor's line.</summary>
    public ReadOnlySpan<char> Indentation => LinePrefix.AsSpan(0, LinePrefix.Length - LinePrefix.AsSpan().TrimStart().Length);

    /// <summary>Cuts a document at a cursor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public static CursorContext At(CompletionDocument document, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)document.Text.Length, nameof(offset));
        int lineStart = document.Text.AsSpan(0, offset).LastIndexOfAny('\n', '\r') + 1;
        int rest = document.Text.AsSpan(offset).IndexOfAny('\n', '\r');
        return new CursorContext(document, offset, lineStart, rest < 0 ? document.Text.Length : offset + rest);
    }

    /// <summary>The document's syntax, where it is C#: parsed once for all texts that are tried at the cursor, since that takes milliseconds in a long document.</summary>
    /// <exception cref="OperationCanceledException">The parse was cancelled.</exception>
    public ParsedDocument Parse(CancellationToken cancellationToken) => _parsed ??= ParsedDocument.Of(Document.Text, cancellationToken);

    private static bool AreClosers(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(ClosingRun.Closers) < 0;

    // Where it begins; negative without one. A quote behind the slashes tells that they may stand in a string.
    private int CommentIn(ReadOnlySpan<char> rest)
    {
        int comment = Family is LanguageFamily.CSharp or LanguageFamily.Brackets ? rest.IndexOf("//") : -1;
        return comment >= 0 && AreClosers(rest[..comment]) && !rest[comment..].Contains('"') && LinePrefix.AsSpan().IndexOf("//") < 0 ? comment : -1;
    }
}
