using Fathom.Backends;
using Fathom.Completion;
using Fathom.Server.Workspaces;

namespace Fathom.Server.Configuration;

/// <summary>Everything a client can set.</summary>
/// <param name="Completion">What the completion pipeline reads.</param>
/// <param name="IsManual">True when only what is asked for by a key is answered.</param>
/// <param name="DebounceMilliseconds">Wait between a key and the model, 0 … 2000; null to let the server choose.</param>
/// <param name="ListOffer">When completion lists are offered.</param>
/// <param name="ModelFolder">Folder of the model, read once at start; null for the one that ships with Fathom.</param>
/// <param name="Threads">Threads of one generation, read once at start; 0 for the default.</param>
/// <param name="ContextTokens">Most tokens of other files that the model reads, read once at start; 0 for none, and no index.</param>
/// <param name="HasRepositoryCache">True when what stands in the repository and in the document has a say in every token; read once at start.</param>
/// <param name="Backend">The model that runs elsewhere; null for the one in this process.</param>
internal sealed record ServerSettings(
    CompletionSettings Completion,
    bool IsManual = false,
    int? DebounceMilliseconds = null,
    ListOffer ListOffer = ListOffer.Automatic,
    string? ModelFolder = null,
    int Threads = 0,
    int ContextTokens = ContextBudget.Tokens,
    bool HasRepositoryCache = true,
    BackendChoice? Backend = null)
{
    /// <summary>All defaults.</summary>
    public static ServerSettings Default { get; } = new(CompletionSettings.Default);
}
