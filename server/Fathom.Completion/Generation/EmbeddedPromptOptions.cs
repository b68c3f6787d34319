namespace Fathom.Completion.Generation;

/// <summary>
/// How much of a document the embedded model reads, in tokens. The defaults together stay below the 1,024 tokens of the longest rows that
/// fathom-nano was trained on.
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
    } = 768;

    /// <summary>Most tokens after the cursor.</summary>
    public int SuffixTokens { get; init; } = 160;

    /// <summary>Most tokens of other files; 0 leaves them out.</summary>
    public int ContextTokens { get; init; }
}
