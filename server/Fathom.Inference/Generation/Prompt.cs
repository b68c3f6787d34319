namespace Fathom.Inference.Generation;

/// <summary>
/// The tokens of a prompt. Those from <see cref="Settled"/> on spell the text just before the cursor as if nothing followed; the model
/// may choose other tokens for the same bytes once it knows what follows (token healing).
/// </summary>
/// <param name="Tokens">The ids, at least one.</param>
/// <param name="Settled">How many of them stand whatever follows: 1 to the number of tokens, which means no healing.</param>
public sealed record Prompt(ReadOnlyMemory<int> Tokens, int Settled)
{
    /// <summary>A prompt that ends at a boundary of tokens.</summary>
    public Prompt(ReadOnlyMemory<int> tokens)
        : this(tokens, tokens.Length)
    {
    }

    /// <summary>The tokens that stand.</summary>
    internal ReadOnlyMemory<int> SettledTokens => Tokens[..Settled];

    /// <summary>The tokens that are chosen again.</summary>
    internal ReadOnlyMemory<int> OpenTokens => Tokens[Settled..];
}
