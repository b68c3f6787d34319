using Fathom.Completion.Generation;
using Fathom.Repository.Context;

namespace Fathom.Server.Workspaces;

/// <summary>How much of the repository a model reads.</summary>
internal static class ContextBudget
{
    /// <summary>
    /// Most tokens of all pieces by default: none. The model that ships with Fathom makes nothing of them (docs/quality.md has the figures), and every
    /// change of them costs its prefix cache.
    /// </summary>
    public const int Tokens = 0;

    /// <summary>What a model that does use them should get. With prefix, suffix and path a prompt of the embedded model stays below 2,048 tokens.</summary>
    public const int Suggested = 800;

    /// <summary>Largest value of the setting: models that run elsewhere read as much.</summary>
    public const int MostTokens = 1_000_000;

    /// <summary>From so many tokens on the model reads whole files, the most settled in front, and behind them what is chosen for the place.</summary>
    public const int LongWindow = 8_000;

    private const double CharactersPerToken = 3;

    /// <summary>The options for a model; one that does not tell its tokens is taken to have one for three characters.</summary>
    public static ContextOptions Of(ICompletionModel model, int tokens) =>
        model is EmbeddedCompletionModel embedded ? new ContextOptions(Math.Min(tokens, embedded.RoomForContext), embedded.CountTokens) : Estimated(tokens);

    /// <summary>The options for a model whose tokens are not to be counted here: one for three characters, which is more than code takes of them.</summary>
    public static ContextOptions Estimated(int tokens) => new(tokens, static text => (int)Math.Ceiling(text.Length / CharactersPerToken));

    /// <summary>Pieces as the prompt takes them.</summary>
    public static IReadOnlyList<ContextFile> FilesOf(IEnumerable<ContextPiece> pieces) => [.. pieces.Select(piece => new ContextFile(piece.Path, piece.Text) { OtherPaths = piece.OtherPaths })];
}
