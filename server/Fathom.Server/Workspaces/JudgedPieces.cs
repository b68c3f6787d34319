using System.Runtime.CompilerServices;
using Fathom.Repository.Context;
using Fathom.Repository.Files;

namespace Fathom.Server.Workspaces;

/// <summary>
/// Which chosen pieces of a folder may leave this machine. A piece is judged once, and again after the folder's rules were read again: a window holds thousands of them,
/// and a key must not wait for that. Safe for concurrent use.
/// </summary>
/// <param name="files">The gate.</param>
internal sealed class JudgedPieces(RepositoryFiles files)
{
    private readonly ConditionalWeakTable<ContextPiece, Verdict> _verdicts = [];

    /// <summary>The pieces that may leave, each judged now where it was not before.</summary>
    /// <exception cref="ObjectDisposedException">The folder is closed.</exception>
    public IReadOnlyList<ContextPiece> Judge(IReadOnlyList<ContextPiece> pieces, CancellationToken cancellationToken)
    {
        files.ReloadChangedRules(below: true);
        int version = files.RulesVersion;
        foreach (ContextPiece piece in pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!(_verdicts.TryGetValue(piece, out Verdict? verdict) && verdict.RulesVersion == version))
            {
                _verdicts.AddOrUpdate(piece, new Verdict(version, files.JudgeText(piece.Path, piece.Text) == SkipReason.None && piece.OtherPaths.All(path => files.JudgePath(path).Reason == SkipReason.None)));
            }
        }

        return Known(pieces);
    }

    /// <summary>The pieces that were judged under the rules of now and may leave. Returns at once, of a closed folder too.</summary>
    public IReadOnlyList<ContextPiece> Known(IReadOnlyList<ContextPiece> pieces)
    {
        int version = files.RulesVersion;
        return [.. pieces.Where(piece => _verdicts.TryGetValue(piece, out Verdict? verdict) && verdict.RulesVersion == version && verdict.MayLeave)];
    }

    private sealed record Verdict(int RulesVersion, bool MayLeave);
}
