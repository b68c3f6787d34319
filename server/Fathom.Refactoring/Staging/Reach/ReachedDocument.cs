using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>What an edit can bring errors to in one document.</summary>
/// <param name="Id">The document.</param>
/// <param name="Before">Where, before the edit; null for all of it.</param>
/// <param name="After">The same places after it; null for all of it.</param>
internal sealed record ReachedDocument(DocumentId Id, ImmutableArray<TextSpan>? Before, ImmutableArray<TextSpan>? After)
{
    // Each is a walk through all types of the project.
    private const int MostSpans = 16;

    /// <summary>All of a document.</summary>
    public static ReachedDocument Whole(DocumentId id) => new(id, null, null);

    /// <summary>Some parts of a document.</summary>
    /// <param name="id">The document.</param>
    /// <param name="before">Its parts before the edit.</param>
    /// <param name="after">Its parts after it, as many.</param>
    /// <param name="parts">Which ones, in their order.</param>
    public static ReachedDocument Of(DocumentId id, DocumentParts before, DocumentParts after, IReadOnlyList<int> parts)
    {
        ImmutableArray<TextSpan> then = Spans(before, parts);
        return then.Length > MostSpans ? Whole(id) : new ReachedDocument(id, then, Spans(after, parts));
    }

    /// <summary>Neighbours are looked at together.</summary>
    private static ImmutableArray<TextSpan> Spans(DocumentParts document, IReadOnlyList<int> parts)
    {
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        for (int i = 0; i < parts.Count; i++)
        {
            TextSpan span = document.Spans[parts[i]];
            if (i > 0 && parts[i] == parts[i - 1] + 1)
            {
                spans[^1] = TextSpan.FromBounds(spans[^1].Start, span.End);
            }
            else
            {
                spans.Add(span);
            }
        }

        return spans.ToImmutable();
    }
}
