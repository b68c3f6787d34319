using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>The errors of the cursor's member that have nothing to do with the cursor's line: lines that stop short, with the cursor's line left empty too.</summary>
/// <remarks>A closer too many, or an <c>else</c> without its <c>if</c>, may be the other half of what belongs on the cursor's line; an end that is missing is not.</remarks>
/// <param name="Errors">Errors of the member in the document whose line is empty.</param>
/// <param name="All">Errors of the document with the suggestion.</param>
/// <param name="Root">That document.</param>
/// <param name="Line">The lines of the suggestion in it, from the start of the cursor's.</param>
internal sealed record OtherLines(SyntaxErrors Errors, SyntaxErrors All, SyntaxNode Root, TextSpan Line)
{
    /// <summary>Parses the document once more, without what stands on the lines of the suggestion.</summary>
    public static OtherLines Of(CSharpEdit edit, SyntaxErrors all, CancellationToken cancellationToken)
    {
        SourceText text = edit.After.GetText(cancellationToken);
        var line = TextSpan.FromBounds(
            text.Lines.GetLineFromPosition(edit.Inserted.Start).Start, text.Lines.GetLineFromPosition(edit.Inserted.End).End);
        SyntaxTree empty = edit.After.WithChangedText(text.WithChanges(new TextChange(line, "")));
        SyntaxNode root = empty.GetRoot(cancellationToken);
        SyntaxNode? member = root.FindToken(Math.Min(line.Start, empty.Length)).Parent?
            .AncestorsAndSelf().FirstOrDefault(CSharpSyntaxCheck.IsMember);
        SourceText rest = empty.GetText(cancellationToken);
        IEnumerable<Diagnostic> errors = (member?.GetDiagnostics() ?? []).Where(error => error.Location.SourceSpan.End < member!.Span.End && StopsShort(root, rest, error.Location.SourceSpan));
        return new OtherLines(new SyntaxErrors(root, errors), all, edit.After.GetRoot(cancellationToken), line);
    }

    /// <summary>True where a statement that goes on below the suggestion lacks its end there.</summary>
    public bool StopsBelow(Diagnostic error)
    {
        SyntaxToken last = Root.FindToken(Math.Max(0, All.PlaceOf(error).End - 1));
        SourceText text = Root.SyntaxTree.GetText();
        return last.SpanStart > Line.End && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(last.Span.End, text.Lines.GetLineFromPosition(last.Span.End).End)));
    }

    /// <summary>True when an error of the document with the suggestion stands on another line and is one of these.</summary>
    public bool Have(Diagnostic error) => !error.Location.SourceSpan.IntersectsWith(Line) && Errors.Have(error.Id, All.PlaceOf(error), Line.End, Line.Length);

    /// <summary>True at the end of a line, and at a brace that begins the next one: there Roslyn reports the expression that is missing above it.</summary>
    private static bool StopsShort(SyntaxNode root, SourceText text, TextSpan span)
    {
        SyntaxToken token = root.FindToken(span.Start);
        if (IsContinuation(token) || IsContinuation(token.GetNextToken()))
        {
            return false;
        }

        TextLine line = text.Lines.GetLineFromPosition(span.Start);
        string before = text.ToString(TextSpan.FromBounds(line.Start, span.Start));
        string from = text.ToString(TextSpan.FromBounds(span.Start, line.End));
        return string.IsNullOrWhiteSpace(from) || (string.IsNullOrWhiteSpace(before) && from[0] is '{' or '}');
    }

    private static bool IsContinuation(SyntaxToken token) => token.Kind() is SyntaxKind.ElseKeyword or SyntaxKind.CatchKeyword or SyntaxKind.FinallyKeyword;
}
