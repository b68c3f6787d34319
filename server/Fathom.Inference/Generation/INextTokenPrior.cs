namespace Fathom.Inference.Generation;

/// <summary>
/// Has a say, beside the model, in which token comes next: a cache of what was written before, a compiler that knows which names are valid.
/// One object serves one generation; its calls come one after another, on the thread that generates.
/// </summary>
public interface INextTokenPrior
{
    /// <summary>Weighs the next token.</summary>
    /// <param name="tokens">All tokens before it: those of the prompt that stand, then those chosen since.</param>
    /// <param name="settled">How many of <paramref name="tokens"/> are the prompt's (<see cref="Prompt.Settled"/>); the bytes of the others spell the
    /// prompt's open tokens first, then the answer.</param>
    /// <param name="logits">Unnormalised logits [V], changed in place. At least one has to stay finite.</param>
    void Apply(ReadOnlySpan<int> tokens, int settled, Span<float> logits);

    /// <summary>A token was chosen and the model is about to read it: time to begin what <see cref="Apply"/> will need, beside the model's own work.</summary>
    /// <param name="tokens">As in <see cref="Apply"/>, without the new token.</param>
    /// <param name="settled">As in <see cref="Apply"/>.</param>
    /// <param name="chosen">The new token.</param>
    void Prepare(ReadOnlySpan<int> tokens, int settled, int chosen)
    {
    }
}
