namespace Fathom.Completion.Generation;

/// <summary>
/// How much of a document the embedded model reads, in tokens. On 900 validation cases twice and four times the prefix, and twice the suffix, made no more of fathom-nano's answers right:
/// what is farther away has its say through the cache, and a short prompt is read sooner.
/// </summary>
public sealed record EmbeddedPromptOptions
{
    /// <summary>Most tokens before the cursor; at least 16.</summary>
    public int PrefixTokens
    {
        get;
        init => field = value >= 16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(PrefixTokens), value, "A prefix of fewer than 16 tokens says nothing.");
    } = 400;

    /// <summary>Most tokens after the cursor.</summary>
    public int SuffixTokens { get; init; } = 160;

    /// <summary>Most tokens of other files; 0 leaves them out.</summary>
    public int ContextTokens { get; init; }
}
