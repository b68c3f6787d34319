using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Judges the syntax of a document that holds a suggestion.</summary>
/// <remarks>
/// What is unfinished at the cursor has errors before the suggestion, and a good suggestion takes them away. So it is not enough that none are
/// added: of the errors that were there, only those may stay that have nothing to do with the cursor's place.
/// </remarks>
internal static class CSharpSyntaxCheck
{
    private const string ClosingBraceExpected = "CS1513";
    private const string TopLevelStatementBelowType = "CS8803";
    private const string SemicolonExpected = "CS1002";

    /// <summary>The error of a closing brace too many.</summary>
    public const string EndOfFileExpected = "CS1022";

    // Directives that are open: of a condition and of a region.
    private static readonly HashSet<string> s_openDirectives = ["CS1027", "CS1038"];

    /// <summary>
    /// True when the document with the suggestion has no errors, or only such as it has without and that lie outside what is being written: above
    /// the cursor's statement, behind the end of the member and of the one that follows, or the end of a block that an earlier line opens and that nothing closes yet;
    /// and inside the member on other lines, where the same error is there with the cursor's line left empty, or an end is missing that stands below.
    /// </summary>
    public static bool IsSound(CSharpEdit edit, CancellationToken cancellationToken)
    {
        var errors = SyntaxErrors.Of(edit.After, cancellationToken);
        if (errors.All.Count == 0)
        {
            return true;
        }

        if (EndsWhatGoesOn(edit))
        {
            return false;
        }

        SyntaxNode root = edit.After.GetRoot(cancellationToken);
        TextSpan written = WrittenAround(root, edit.Inserted, IsHeadOfType(edit, cancellationToken));
        bool leavesOpen = LeavesOpen(root, LineToEnd(edit, cancellationToken));
        var before = SyntaxErrors.Of(edit.Before, cancellationToken);
        bool hasMoreMissingBraces = errors.Count(ClosingBraceExpected) > before.Count(ClosingBraceExpected);
        bool isDone = edit.After.GetText(cancellationToken).ToString(edit.Inserted) is [.., ';' or '}'];
        bool mayStayClosed = MayStayClosed(edit, cancellationToken);
        int moved = edit.After.Length - edit.Before.Length;
        OtherLines others = OtherLines.Of(edit, errors, cancellationToken);
        return errors.All.All(error => error.Id switch
        {
            EndOfFileExpected => mayStayClosed && WasThere(error),
            // Said of whole methods below the brace too many.
            TopLevelStatementBelowType => WasThere(error),
            ClosingBraceExpected => !leavesOpen && !IsInFrontOfCloser(edit.After, error) && !hasMoreMissingBraces,
            SemicolonExpected when others.StopsBelow(error) => true,
            _ when s_openDirectives.Contains(error.Id) => WasThere(error),
            _ when isDone && IsAtEnd(error) => errors.Count(error.Id) <= before.Count(error.Id),
            _ => (!error.Location.SourceSpan.IntersectsWith(written) || others.Have(error)) && WasThere(error),
        });

        bool WasThere(Diagnostic error) => before.Have(error.Id, errors.PlaceOf(error), edit.Inserted.End, moved);

        // What is open at the end of the document is missing its end there, whatever is written.
        bool IsAtEnd(Diagnostic error) => errors.PlaceOf(error).End >= root.GetLastToken().Span.End;
    }

    /// <summary>True where a member access on the next line loses its object to an end written here, or a body its head. With the line left empty it has none either, so the error counts as one that was there.</summary>
    private static bool EndsWhatGoesOn(CSharpEdit edit)
    {
        SourceText text = edit.After.GetText();
        int end = edit.Inserted.End;
        if (end == 0 || text[end - 1] is not (';' or '}'))
        {
            return false;
        }

        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end < text.Length && text[end] is '.' or '{';
    }

    /// <summary>
    /// True where a closing brace too many is no fault of the line that is written: only closers follow, those of more than an unfinished head opens, or the first one without an opener
    /// stands left of the line, so that it closes what is open above and the one too many is another.
    /// </summary>
    private static bool MayStayClosed(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SourceText text = edit.After.GetText(cancellationToken);
        string below = text.ToString(TextSpan.FromBounds(edit.Inserted.End, text.Length));
        return BracketBalance.OnlyCloses(below)
            || (BracketBalance.FirstClosed(below) is { } closer && Indentation(text, edit.Inserted.End + closer) < Indentation(text, edit.Inserted.Start));
    }

    private static int Indentation(SourceText text, int position)
    {
        string line = text.Lines.GetLineFromPosition(position).ToString();
        return line.Length - line.TrimStart().Length;
    }

    /// <summary>Roslyn also misses a brace in front of a parenthesis too many.</summary>
    private static bool IsInFrontOfCloser(SyntaxTree tree, Diagnostic error)
    {
        SourceText text = tree.GetText();
        int next = error.Location.SourceSpan.Start;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next < text.Length && text[next] is (')' or ']');
    }

    /// <summary>From the start of the cursor's statement, or of the member's head, to the end of the member, and at least to the end of the next line and the member there.</summary>
    private static TextSpan WrittenAround(SyntaxNode root, TextSpan inserted, bool isHeadOfType)
    {
        SyntaxToken next = root.FindToken(Math.Min(inserted.End, root.FullSpan.End));
        next = next.Span.End <= inserted.End ? next.GetNextToken() : next;
        int lineEnd = root.SyntaxTree.GetText().Lines.GetLineFromPosition(Math.Max(next.Span.End, inserted.End)).End;
        lineEnd = Math.Max(lineEnd, next.Parent?.AncestorsAndSelf().FirstOrDefault(IsMember)?.Span.End ?? 0);
        // A body belongs to the head above it; the members of a type are no part of its head.
        lineEnd = Math.Max(lineEnd, !next.IsKind(SyntaxKind.OpenBraceToken) ? 0 : isHeadOfType ? next.Span.End : next.Parent!.Span.End);
        SyntaxNode[] around = [.. root.FindToken(Math.Min(inserted.Start, root.FullSpan.End)).Parent?.AncestorsAndSelf() ?? []];
        SyntaxNode? written = around.FirstOrDefault(node => node is StatementSyntax and not BlockSyntax || IsMember(node));
        SyntaxNode? member = around.FirstOrDefault(IsMember);
        return TextSpan.FromBounds(
            Math.Min(inserted.Start, written?.SpanStart ?? inserted.Start),
            Math.Max(lineEnd, member?.Span.End ?? lineEnd));
    }

    /// <summary>True where the cursor stands in the head of a type already.</summary>
    private static bool IsHeadOfType(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SyntaxNode root = edit.Before.GetRoot(cancellationToken);
        return root.FindToken(Math.Max(0, edit.Inserted.Start - 1)).Parent?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { OpenBraceToken: { IsMissing: false } brace }
            && brace.SpanStart >= edit.Inserted.Start;
    }

    internal static bool IsMember(SyntaxNode node) => node is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);

    private static TextSpan LineToEnd(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SourceText text = edit.After.GetText(cancellationToken);
        return TextSpan.FromBounds(text.Lines.GetLineFromPosition(edit.Inserted.Start).Start, edit.Inserted.End);
    }

    /// <summary>True when a piece of the document opens more braces than it closes.</summary>
    private static bool LeavesOpen(SyntaxNode root, TextSpan span)
    {
        int depth = 0;
        foreach (SyntaxToken token in root.DescendantTokens(span, descendIntoTrivia: true).Where(token => span.Contains(token.Span)))
        {
            depth = token.Kind() switch
            {
                SyntaxKind.OpenBraceToken => depth + 1,
                SyntaxKind.CloseBraceToken when !token.IsMissing => Math.Max(0, depth - 1),
                _ => depth,
            };
        }

        return depth > 0;
    }
}
