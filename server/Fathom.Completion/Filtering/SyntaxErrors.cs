using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Filtering;

/// <summary>The syntax errors of a document, to be compared with those of the same document before an edit.</summary>
/// <remarks>
/// Of what is missing a whole parse says that it is missing behind the token before, and a parse of what has changed, in front of the next one. So an error between two tokens counts as standing at both: at the
/// end of the one and at the start of the other.
/// </remarks>
internal sealed class SyntaxErrors
{
    private readonly SyntaxNode _root;
    private readonly Lazy<(HashSet<(string, int)> Ends, HashSet<(string, int)> Starts)> _places;

    /// <param name="root">The document's root.</param>
    /// <param name="diagnostics">What Roslyn says of it, or of a part of it.</param>
    public SyntaxErrors(SyntaxNode root, IEnumerable<Diagnostic> diagnostics)
    {
        _root = root;
        All = [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        _places = new(() =>
        {
            (string Id, (int End, int Start) Place)[] places = [.. All.Select(error => (error.Id, PlaceOf(error)))];
            return ([.. places.Select(error => (error.Id, error.Place.End))], [.. places.Select(error => (error.Id, error.Place.Start))]);
        });
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Diagnostic> All { get; }

    /// <summary>The errors of a document.</summary>
    public static SyntaxErrors Of(SyntaxTree tree, CancellationToken cancellationToken) => new(tree.GetRoot(cancellationToken), tree.GetDiagnostics(cancellationToken));

    /// <summary>Where an error of this document is: the end of the token before it and the start of the next one, or the end of the document; its own start for both where it is inside a token.</summary>
    public (int End, int Start) PlaceOf(Diagnostic error)
    {
        int start = error.Location.SourceSpan.Start;
        SyntaxToken token = _root.FindToken(start);
        bool isThere = token.Span.Length > 0;
        if (isThere && token.SpanStart < start && start < token.Span.End)
        {
            return (start, start);
        }

        SyntaxToken before = isThere && start >= token.Span.End ? token : token.GetPreviousToken();
        SyntaxToken next = isThere && start <= token.SpanStart ? token : token.GetNextToken();
        return (before.Span.End, next.IsKind(SyntaxKind.None) ? _root.FullSpan.End : next.SpanStart);
    }

    /// <summary>True where the same error is in this document at a place of another one, which differs from it by an edit.</summary>
    /// <param name="id">The error.</param>
    /// <param name="place">Its place in the other document.</param>
    /// <param name="editEnd">Where the edit ends in the other document.</param>
    /// <param name="moved">By how much what stands behind the edit is further right there.</param>
    public bool Have(string id, (int End, int Start) place, int editEnd, int moved) =>
        place.Start >= editEnd ? _places.Value.Starts.Contains((id, place.Start - moved)) : _places.Value.Ends.Contains((id, place.End));

    /// <summary>How often there is an error.</summary>
    public int Count(string id) => All.Count(error => error.Id == id);
}
