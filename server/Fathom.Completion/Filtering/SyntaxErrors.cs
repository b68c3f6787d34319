using Microsoft.CodeAnalysis;

namespace Fathom.Completion.Filtering;

/// <summary>The syntax errors of a document by what is missing or wrong and where.</summary>
/// <remarks>
/// Of what is missing a whole parse says that it is missing behind the token before, and a parse of what has changed, in front of the next one. The place of an error is the end of the token before it in both,
/// so that errors of two documents can be compared.
/// </remarks>
internal sealed class SyntaxErrors
{
    private readonly SyntaxNode _root;

    private SyntaxErrors(SyntaxNode root, IEnumerable<Diagnostic> diagnostics)
    {
        _root = root;
        All = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>All of them, in the order of the document.</summary>
    public IReadOnlyList<Diagnostic> All { get; }

    /// <summary>The errors of a document.</summary>
    public static SyntaxErrors Of(SyntaxTree tree, CancellationToken cancellationToken) => new(tree.GetRoot(cancellationToken), tree.GetDiagnostics(cancellationToken));

    /// <summary>Where an error of this document is.</summary>
    public int PlaceOf(Diagnostic error) => PlaceOf(_root, error);

    /// <summary>Where an error under a root is.</summary>
    public static int PlaceOf(SyntaxNode root, Diagnostic error)
    {
        int start = error.Location.SourceSpan.Start;
        SyntaxToken token = root.FindToken(start);
        return start <= token.SpanStart ? token.GetPreviousToken().Span.End : start;
    }

    /// <summary>Errors with their places.</summary>
    public HashSet<(string Id, int Place)> Placed() => [.. All.Select(error => (error.Id, PlaceOf(error)))];

    /// <summary>How often there is an error.</summary>
    public int Count(string id) => All.Count(error => error.Id == id);
}
