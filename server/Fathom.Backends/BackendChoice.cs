namespace Fathom.Backends;

/// <summary>The back end that a user asks for, as it was written.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Url">Its address; null for the usual one of its kind.</param>
/// <param name="Model">The model's name there; null where it was not given.</param>
/// <param name="Key">The key; null for that of the environment, if there is one.</param>
/// <param name="ContextTokens">Most tokens of a prompt, <see cref="LeastContextTokens"/> … <see cref="MostContextTokens"/>.</param>
/// <param name="Fim">Name of the layout of fill-in-the-middle prompts, for servers that do not know it by themselves; null to go by the model's name.</param>
public sealed record BackendChoice(
    BackendKind Kind, string? Url = null, string? Model = null, BackendKey? Key = null, int ContextTokens = BackendChoice.UsualContextTokens, string? Fim = null)
{
    /// <summary>The prompt that is used where nothing else is said: what servers read without being told to read more.</summary>
    public const int UsualContextTokens = 4096;

    /// <summary>A smaller prompt would say nothing.</summary>
    public const int LeastContextTokens = 256;

    /// <summary>A larger prompt is read by no model.</summary>
    public const int MostContextTokens = 1_000_000;
}
