using Fathom.Inference.TokenCache;

namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>How far the cache is to be believed beside a model, and what that is worth on files that it was not fitted to.</summary>
/// <param name="Weights">The weights, fitted to all tokens.</param>
/// <param name="Tokens">Tokens that they were fitted to.</param>
/// <param name="BitsSaved">Bits a token that the weights of one half of the files save on the other half, against those that the model has so far.</param>
public sealed record CacheCalibration(CacheWeights Weights, int Tokens, double BitsSaved);
