using Fathom.Completion.Cursor;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Compares Roslyn's parse of a document before and after a suggestion is inserted.</summary>
internal static class CSharpSyntaxCheck
{
    /// <summary>
    /// True when inserting the suggestion leaves the document with more syntax errors than it has now, or with an error before the suggestion's
    /// end: what comes after its end the user may still type, what lies inside it is the model's fault.
    /// </summary>
    public static bool Worsens(CursorContext cursor, Suggestion suggestion, CancellationToken cancellationToken)
    {
        SourceText before = SourceText.From(cursor.Document.Text);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(before, cancellationToken: cancellationToken);
        var span = TextSpan.FromBounds(suggestion.ReplaceStart, suggestion.ReplaceEnd);
        SyntaxTree edited = tree.WithChangedText(before.WithChanges(new TextChange(span, suggestion.Text)));
        int end = suggestion.ReplaceStart + suggestion.Text.Length;
        int errors = 0;
        foreach (Diagnostic error in Errors(edited, cancellationToken))
        {
            errors++;
            if (error.Location.SourceSpan.Start > cursor.Offset && error.Location.SourceSpan.End < end)
            {
                return true;
            }
        }

        return errors > Errors(tree, cancellationToken).Count();
    }

    private static IEnumerable<Diagnostic> Errors(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
