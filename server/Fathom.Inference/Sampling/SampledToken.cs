namespace Fathom.Inference.Sampling;

/// <summary>A chosen token.</summary>
/// <param name="Id">Its id.</param>
/// <param name="LogProbability">Natural logarithm of its probability under the model (at temperature 1, before top-k and top-p); ≤ 0.</param>
/// <param name="Entropy">Entropy of the distribution it was chosen from, in nats (at temperature 1, before top-k and top-p); ≥ 0.</param>
public readonly record struct SampledToken(int Id, float LogProbability, float Entropy);
