using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;
using Fathom.Completion.Prompting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Filtering;

/// <summary>Makes a suggestion that leaves syntax errors into one that leaves none: it is closed, ended otherwise, or cut at the end of a statement.</summary>
internal static partial class CSharpRepair
{
    // Each attempt is a parse of what changed, a millisecond or less; text that needs more than these is not worth showing.
    private const int MostCuts = 4;

    /// <summary>The text itself where it is sound, else the first form of it that is; null when there is none.</summary>
    /// <param name="cursor">Where it would stand.</param>
    /// <param name="text">The text.</param>
    /// <param name="severalLines">True where a form may have lines that the text has not.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public static RepairedText? Find(CursorContext cursor, string text, bool severalLines, CancellationToken cancellationToken)
    {
        SyntaxTree before = cursor.Parse(cancellationToken).Tree;
        if (Sound(text) is { } whole)
        {
            return new RepairedText(text, whole, false);
        }

        // A block whose end is not there yet is typed next, by the person or their editor: what is suggested is its head.
        IEnumerable<string> closed = text is [.., '{'] && !text.Contains('\n') && HasRoomBelow(cursor)
            ? HeadsOf(text[..^1].TrimEnd())
            : Closed(cursor, text, IsHead, IsHeadOfDeclaration, severalLines);
        foreach (string form in closed.Concat(CSharpLineEnds.Of(cursor, text)).Concat(CutAtLines(text)).Where(form => !string.IsNullOrWhiteSpace(form)))
        {
            if (Sound(form) is { } repaired)
            {
                return new RepairedText(form, repaired, true);
            }
        }

        return null;

        CSharpEdit? Sound(string inserted)
        {
            CSharpEdit edit = Edit(inserted);
            // The head of a statement waits for its block and an attribute for its declaration: a person types that next. The head of a declaration does where what closes the block stands below already.
            string line = cursor.LinePrefix + inserted;
            bool isSound = CSharpSyntaxCheck.IsSound(edit, cancellationToken)
                || (IsHead(line) && CSharpSyntaxCheck.IsSound(Edit(inserted + " { }"), cancellationToken))
                || (BeginningOfQuery().IsMatch(line) && CSharpSyntaxCheck.IsSound(Edit(inserted + " select 0;"), cancellationToken))
                || (line.AsSpan().Trim() is ['[', .., ']'] && CSharpSyntaxCheck.IsSound(Edit(inserted + " class _ { }"), cancellationToken));
            return isSound ? edit : null;
        }

        IEnumerable<string> HeadsOf(string head) => IsHead(cursor.LinePrefix + head) ? [head]
            : IsHeadOfDeclaration(cursor.LinePrefix + head) ? [head + EmptyBody(cursor, cursor.LinePrefix + head, severalLines)]
            : [];

        bool IsHead(string line) => MissingClosers(line).Length == 0
            && (HeadOfStatement().IsMatch(line)
                || (HeadOfDeclaration().IsMatch(line) && BracketBalance.OnlyCloses(cursor.LinesBelow) && ClosesTooMuch(before, cancellationToken)));

        bool IsHeadOfDeclaration(string line) => HeadOfDeclaration().IsMatch(line) && !IsInInterface(before, cursor.Offset, cancellationToken);

        CSharpEdit Edit(string inserted) => CSharpEdit.Of(cursor, SuggestionPlacer.Place(cursor, inserted, 0, 0), cancellationToken);
    }

    /// <summary>The text with what it leaves open closed: parentheses and a semicolon on its line, a block on a line of its own; the head of a declaration gets an empty body.</summary>
    private static IEnumerable<string> Closed(CursorContext cursor, string text, Func<string, bool> isHead, Func<string, bool> isHeadOfDeclaration, bool severalLines)
    {
        if (!cursor.RestIsClosers || text is [.., '(' or '[' or '{'])
        {
            yield break;
        }

        string closers = MissingClosers(cursor.LinePrefix + text);
        if (closers == "}" && text.Contains('\n'))
        {
            yield return $"{text}\n{cursor.Indentation}}}";
        }
        else if (!closers.Contains('}') && !text.Contains('\n'))
        {
            string line = cursor.LinePrefix + text + closers;
            if (isHeadOfDeclaration(line) && !isHead(line))
            {
                yield return text + closers + EmptyBody(cursor, line, severalLines);
            }
            else if (text is not [.., ','] && !text.EndsWith("=>", StringComparison.Ordinal) && !isHead(line))
            {
                yield return text.TrimEnd(';') + closers + ";";
            }

            yield return text + closers;
        }
    }

    // The complete head of what has a body: for (…), if (…) and their like; a type, a method, what stands behind a head on a line of its own.
    [GeneratedRegex(@"^\s*(?!.*(=>|\b(abstract|extern|partial)\b))((public|private|protected|internal|file|static|sealed|virtual|override|readonly|ref|unsafe|new|async)\s+)+[\w.<>?,\[\]\s]+\(.*\)(\s*where\s+\w+\s*:[^;{}]+)?\s*$|^\s*:\s*(base|this)\s*\(.*\)\s*$|^\s*((public|private|protected|internal|file|static|sealed|abstract|readonly|ref|unsafe|new|partial)\s+)*(class|interface|struct|enum|record)\s+\w[^;={}]*$", RegexOptions.CultureInvariant)]
    private static partial Regex HeadOfDeclaration();

    [GeneratedRegex(@"^\s*(\}?\s*else\s+)?(await\s+)?(for|foreach|if|while|switch|using|lock|fixed)\s*\(.*\)\s*$|^\s*\}?\s*(else|finally|do|catch(\s*\(.*\))?(\s*when\s*\(.*\))?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex HeadOfStatement();

    // A query says what it selects on its last line.
    [GeneratedRegex(@"^(.*[=(,]|\s*(await|return|yield\s+return)\s)?\s*(from|where|let|join|orderby)\s[^;]*$", RegexOptions.CultureInvariant)]
    private static partial Regex BeginningOfQuery();

    private static bool HasRoomBelow(CursorContext cursor) => cursor.LineBelow.Trim() is var below && (below.IsEmpty || below[0] == '}');

    // As the document has its braces: on lines of their own or behind the head.
    private static string EmptyBody(CursorContext cursor, string line, bool severalLines)
    {
        if (!severalLines || CallsConstructor().IsMatch(line))
        {
            return " { }";
        }

        ReadOnlySpan<char> text = PromptText.Normalize(cursor.Document.Text);
        return text.Count(") {\n") > text.Count(")\n") ? $" {{\n{cursor.Indentation}}}" : $"\n{cursor.Indentation}{{\n{cursor.Indentation}}}";
    }

    [GeneratedRegex(@":\s*(base|this)\s*\(", RegexOptions.CultureInvariant)]
    private static partial Regex CallsConstructor();

    private static bool ClosesTooMuch(SyntaxTree tree, CancellationToken cancellationToken) => tree.GetDiagnostics(cancellationToken).Any(error => error.Id == CSharpSyntaxCheck.EndOfFileExpected);

    // There a method needs no body.
    private static bool IsInInterface(SyntaxTree tree, int offset, CancellationToken cancellationToken) =>
        tree.GetRoot(cancellationToken).FindToken(Math.Max(0, offset - 1)).Parent?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .FirstOrDefault(type => !type.OpenBraceToken.IsMissing && type.OpenBraceToken.SpanStart < offset) is InterfaceDeclarationSyntax;

    private static string MissingClosers(string line)
    {
        var open = new Stack<char>();
        foreach (Bracket bracket in BracketScan.Read(line))
        {
            if (bracket.Kind == BracketKind.Open)
            {
                open.Push(bracket.Character switch { '(' => ')', '[' => ']', _ => '}' });
            }
            else if (bracket.Kind == BracketKind.Close && open.TryPeek(out char closer) && closer == bracket.Character)
            {
                open.Pop();
            }
        }

        return string.Concat(open);
    }

    private static IEnumerable<string> CutAtLines(string text)
    {
        int cuts = 0;
        int firstEnd = text.IndexOf('\n', StringComparison.Ordinal);
        for (int end = text.LastIndexOf('\n'); end > 0 && cuts < MostCuts; end = text.LastIndexOf('\n', end - 1))
        {
            string start = text[..end].TrimEnd();
            if (start is [.., ';' or '}'])
            {
                cuts++;
                yield return start;
            }
        }

        // What the document goes on with may be the block that this line is the head of.
        if (firstEnd > 0 && text.AsSpan(0, firstEnd).TrimEnd() is not [.., ';' or '}'])
        {
            yield return text[..firstEnd].TrimEnd();
        }
    }
}
