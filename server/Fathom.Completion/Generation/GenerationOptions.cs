using Fathom.Completion.Guidance;

namespace Fathom.Completion.Generation;

/// <summary>How a continuation is generated.</summary>
/// <param name="MaximumTokens">Most tokens to generate; at least 1.</param>
/// <param name="Temperature">0 for greedy decoding, else the softmax temperature.</param>
/// <param name="TopP">Nucleus probability in (0, 1]; 1 keeps all.</param>
/// <param name="Seed">Seed of the sampler; equal seeds give equal text.</param>
/// <param name="Names">Which names are valid, for models that can be guided; null leaves the model alone.</param>
/// <param name="Avoided">What the answer must not begin with, for models with <see cref="ICompletionModel.TakesSecondChoices"/>; null for nothing.</param>
public sealed record GenerationOptions(int MaximumTokens, float Temperature = 0, float TopP = 1, int Seed = 0, INameSource? Names = null, string? Avoided = null);

/// <summary>A piece of generated text, usually one token.</summary>
/// <param name="Text">The text; never half a UTF-16 surrogate pair; may be empty while a character is incomplete.</param>
/// <param name="Tokens">How many tokens it stands for.</param>
/// <param name="LogProbability">Sum of the natural log-probabilities of those tokens; ≤ 0; null where the model does not say.</param>
/// <param name="IsEnd">True for the last piece when the model itself ended its answer (its text is empty).</param>
/// <param name="Entropy">Entropy in nats of the distribution the (last) token was chosen from; 0 where the model does not say.</param>
public sealed record GeneratedPiece(string Text, int Tokens, float? LogProbability, bool IsEnd = false, float Entropy = 0);
