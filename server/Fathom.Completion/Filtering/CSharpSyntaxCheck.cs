using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Compares Roslyn's parse of a document before and after a suggestion is inserted.</summary>
internal static class CSharpSyntaxCheck
{
    /// <summary>True when inserting the suggestion leaves the document with more syntax errors than it has now.</summary>
    public static bool Worsens(string document, Suggestion suggestion, CancellationToken cancellationToken)
    {
        SourceText before = SourceText.From(document);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(before, cancellationToken: cancellationToken);
        var span = TextSpan.FromBounds(suggestion.ReplaceStart, suggestion.ReplaceEnd);
        SyntaxTree edited = tree.WithChangedText(before.WithChanges(new TextChange(span, suggestion.Text)));
        return CountErrors(edited, cancellationToken) > CountErrors(tree, cancellationToken);
    }

    private static int CountErrors(SyntaxTree tree, CancellationToken cancellationToken)
    {
        int errors = 0;
        foreach (Diagnostic diagnostic in tree.GetDiagnostics(cancellationToken))
        {
            errors += diagnostic.Severity == DiagnosticSeverity.Error ? 1 : 0;
        }

        return errors;
    }
}
