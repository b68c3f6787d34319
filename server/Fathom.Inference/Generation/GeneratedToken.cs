namespace Fathom.Inference.Generation;

/// <summary>One step of a generation.</summary>
/// <param name="Text">The text that the step completes; empty while a character or a stop string may be incomplete. Never half a surrogate pair.</param>
/// <param name="LogProbability">
/// Natural log-probability of the token, ≤ 0; for the first one after token healing, of all tokens across the cursor given the text before it.
/// </param>
/// <param name="End">Why this is the last step, or <see cref="GenerationEnd.None"/>.</param>
/// <param name="Entropy">Entropy in nats of the distribution the token was chosen from, ≥ 0; after token healing, of the last choice.</param>
public readonly record struct GeneratedToken(string Text, float LogProbability, GenerationEnd End, float Entropy);
