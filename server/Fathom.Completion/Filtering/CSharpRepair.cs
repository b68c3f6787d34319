using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Makes a suggestion that leaves syntax errors into one that leaves none: it is closed, or cut at the end of a statement.</summary>
internal static partial class CSharpRepair
{
    // Each attempt is a parse of what changed, a millisecond or less; text that needs more than these is not worth showing.
    private const int MostCuts = 4;

    /// <summary>The text itself where it is sound, else the first form of it that is; null when there is none.</summary>
    public static RepairedText? Find(CursorContext cursor, string text, CancellationToken cancellationToken)
    {
        SourceText source = SourceText.From(cursor.Document.Text);
        SyntaxTree before = CSharpSyntaxTree.ParseText(source, cancellationToken: cancellationToken);
        if (Sound(text) is { } whole)
        {
            return new RepairedText(text, whole, false);
        }

        foreach (string form in Closed(cursor, text, IsHead).Concat(CutAtLines(text)).Where(form => !string.IsNullOrWhiteSpace(form)))
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
            // The head of a statement waits for its block: a person types that next. That of a declaration only where what closes the block stands below already.
            string line = cursor.LinePrefix + inserted;
            bool isSound = CSharpSyntaxCheck.IsSound(edit, cancellationToken)
                || (IsHead(line) && CSharpSyntaxCheck.IsSound(Edit(inserted + " { }"), cancellationToken));
            return isSound ? edit : null;
        }

        bool IsHead(string line) => MissingClosers(line).Length == 0
            && (HeadOfStatement().IsMatch(line)
                || (HeadOfDeclaration().IsMatch(line) && BracketBalance.OnlyCloses(cursor.LinesBelow) && ClosesTooMuch(before, cancellationToken)));

        CSharpEdit Edit(string inserted) => CSharpEdit.Of(cursor, before, source, SuggestionPlacer.Place(cursor, inserted, 0, 0));
    }

    /// <summary>The text with what it leaves open closed: parentheses and a semicolon on its line, a block on a line of its own.</summary>
    private static IEnumerable<string> Closed(CursorContext cursor, string text, Func<string, bool> isHead)
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
            if (!isHead(cursor.LinePrefix + text + closers))
            {
                yield return text.TrimEnd(';') + closers + ";";
            }

            yield return text + closers;
        }
    }

    // The complete head of what has a body: for (…), if (…) and their like; a type, a method.
    [GeneratedRegex(@"^\s*(?!.*(=>|\b(abstract|extern|partial)\b))((public|private|protected|internal|file|static|sealed|virtual|override|readonly|ref|unsafe|new|async)\s+)+[\w.<>?,\[\]\s]+\(.*\)\s*$|^\s*((public|private|protected|internal|file|static|sealed|abstract|readonly|ref|unsafe|new|partial)\s+)*(class|interface|struct|enum|record)\s+\w[^;={}]*$", RegexOptions.CultureInvariant)]
    private static partial Regex HeadOfDeclaration();

    [GeneratedRegex(@"^\s*(\}?\s*else\s+)?(await\s+)?(for|foreach|if|while|switch|using|lock|fixed)\s*\(.*\)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex HeadOfStatement();

    private static bool ClosesTooMuch(SyntaxTree tree, CancellationToken cancellationToken) => tree.GetDiagnostics(cancellationToken).Any(error => error.Id == CSharpSyntaxCheck.EndOfFileExpected);

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
