namespace Fathom.Repository.Context;

/// <summary>
/// Keeps what was chosen for each document while the cursor stays in the same member, so that typing changes nothing in front of the document's own
/// text. A new receiver at the cursor makes a new choice, in which what was chosen before stays in its place.
/// </summary>
/// <remarks>Safe for concurrent use; one choice is made at a time.</remarks>
public sealed class ContextKeeper(RepositoryContext context)
{
    private const int LinesOfNeighbourhood = 20;
    private readonly Lock _choosing = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    // Counts what was forgotten: a choice that began before is of what was then.
    private int _forgotten;

    /// <summary>The pieces for a place, kept or chosen now, in the order in which the model reads them.</summary>
    /// <param name="documentId">Names the document.</param>
    /// <param name="request">The place.</param>
    /// <param name="options">How much is wanted.</param>
    /// <param name="cancellationToken">Cancelled when the pieces are not wanted any more.</param>
    public IReadOnlyList<ContextPiece> At(string documentId, ContextRequest request, ContextOptions options, CancellationToken cancellationToken)
    {
        (string neighbourhood, string? receiver) = PlaceOf(request, cancellationToken);
        lock (_choosing)
        {
            int forgotten = Volatile.Read(ref _forgotten);
            Kept? kept = Find(documentId);
            if (kept?.Neighbourhood == neighbourhood && (receiver is null || kept.Receivers.Contains(receiver)))
            {
                return kept.Pieces;
            }

            IReadOnlyList<ContextPiece> pieces = context.Choose(request, options, kept?.Pieces ?? [], cancellationToken);
            IEnumerable<string> receivers = kept?.Neighbourhood == neighbourhood ? kept.Receivers : [];
            lock (_lock)
            {
                if (_forgotten == forgotten)
                {
                    _kept[documentId] = new Kept(neighbourhood, receiver is null ? [.. receivers] : [.. receivers, receiver], pieces);
                }
            }

            return pieces;
        }
    }

    /// <summary>What was chosen last for a document, at once; empty where nothing was.</summary>
    public IReadOnlyList<ContextPiece> Latest(string documentId) => Find(documentId)?.Pieces ?? [];

    /// <summary>Forgets a document.</summary>
    public void Forget(string documentId)
    {
        lock (_lock)
        {
            _forgotten++;
            _kept.Remove(documentId);
        }
    }

    /// <summary>Forgets all choices, after much of the repository has changed.</summary>
    public void ForgetAll()
    {
        lock (_lock)
        {
            _forgotten++;
            _kept.Clear();
        }
    }

    private Kept? Find(string documentId)
    {
        lock (_lock)
        {
            return _kept.GetValueOrDefault(documentId);
        }
    }

    private static (string Neighbourhood, string? Receiver) PlaceOf(ContextRequest request, CancellationToken cancellationToken)
    {
        if (!Files.SourceLanguages.IsCSharp(request.Path))
        {
            int line = request.Text.AsSpan(0, request.Offset).Count('\n');
            return (FormattableString.Invariant($"lines {line / LinesOfNeighbourhood}"), null);
        }

        CursorScope scope = CursorScope.Of(request.Path, request.Text, request.Offset, cancellationToken);
        return (scope.Place, scope.Receiver()?.ToString());
    }

    private sealed record Kept(string Neighbourhood, HashSet<string> Receivers, IReadOnlyList<ContextPiece> Pieces);
}
