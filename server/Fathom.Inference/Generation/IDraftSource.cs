namespace Fathom.Inference.Generation;

/// <summary>
/// Guesses the next tokens, for the model to check several in one run. A wrong guess costs time and changes nothing: a drafted generation gives the
/// tokens of an undrafted one. One object serves one generation.
/// </summary>
public interface IDraftSource
{
    /// <summary>Guesses what comes after <paramref name="tokens"/>.</summary>
    /// <param name="tokens">The last tokens, at least one.</param>
    /// <param name="draft">Where the guess is written.</param>
    /// <param name="matched">How many tokens lead up to the place that the guess is copied from: the more, the surer it is.</param>
    /// <returns>How many tokens were written; 0 without a guess.</returns>
    int Draft(ReadOnlySpan<int> tokens, Span<int> draft, out int matched);
}
