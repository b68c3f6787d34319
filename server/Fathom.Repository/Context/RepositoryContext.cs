using Fathom.Repository.Indexing;

namespace Fathom.Repository.Context;

/// <summary>
/// Chooses what of the repository a model reads beside a document. The choice goes with the member around the cursor and not with the cursor, and
/// what was chosen before keeps its place in front: the prompt begins with these pieces, so every change of them costs the prefix cache.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="index">The repository.</param>
/// <param name="edits">What was edited lately.</param>
public sealed class RepositoryContext(RepositoryIndex index, RecentEdits edits)
{
    // Pieces that hold for a whole file come first, those for a member after them.
    private static readonly ContextKind[] Order =
        [ContextKind.Counterpart, ContextKind.OwnMembers, ContextKind.UsedType, ContextKind.RecentEdit, ContextKind.SimilarCode, ContextKind.Receiver];

    /// <summary>Chooses pieces, in the order in which the model reads them.</summary>
    /// <param name="request">The place.</param>
    /// <param name="options">How much is wanted.</param>
    /// <param name="before">What was chosen for a place nearby; those of its pieces that are chosen again come first, in their old order.</param>
    /// <param name="cancellationToken">Cancelled when the pieces are not wanted any more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    public IReadOnlyList<ContextPiece> Choose(
        ContextRequest request, ContextOptions options, IReadOnlyList<ContextPiece> before, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)request.Offset, (uint)request.Text.Length, nameof(request));
        var chosen = new List<ContextPiece>();
        int left = options.Tokens;
        foreach (ContextPiece piece in new ContextCandidates(index, edits, options, request).Find(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (piece.Tokens <= left && !chosen.Exists(other => other.Path == piece.Path && other.Text.Contains(piece.Text, StringComparison.Ordinal)))
            {
                chosen.Add(piece);
                left -= piece.Tokens;
            }

            if (left < options.TypeTokens / 8)
            {
                break;
            }
        }

        return [.. chosen.OrderBy(piece => IndexIn(before, piece)).ThenBy(piece => Array.IndexOf(Order, piece.Kind))];
    }

    private static int IndexIn(IReadOnlyList<ContextPiece> before, ContextPiece piece)
    {
        for (int i = 0; i < before.Count; i++)
        {
            if (before[i].Path == piece.Path && before[i].Text == piece.Text)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
