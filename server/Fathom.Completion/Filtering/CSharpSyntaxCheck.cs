using Microsoft.CodeAnalysis;

namespace Fathom.Completion.Filtering;

/// <summary>Compares the syntax errors of a document before and after a suggestion is inserted.</summary>
internal static class CSharpSyntaxCheck
{
    /// <summary>
    /// True when inserting the suggestion leaves the document with more syntax errors than it has now, or with an error before the suggestion's
    /// end: what comes after its end the user may still type, what lies inside it is the model's fault.
    /// </summary>
    public static bool Worsens(CSharpEdit edit, CancellationToken cancellationToken)
    {
        int errors = 0;
        foreach (Diagnostic error in Errors(edit.After, cancellationToken))
        {
            errors++;
            if (error.Location.SourceSpan.Start > edit.Inserted.Start && error.Location.SourceSpan.End < edit.Inserted.End)
            {
                return true;
            }
        }

        return errors > Errors(edit.Before, cancellationToken).Count();
    }

    private static IEnumerable<Diagnostic> Errors(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
