using Fathom.Completion;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>What an evaluation was asked to measure.</summary>
/// <param name="Cases">The file of cases.</param>
/// <param name="Repository">The folder that the cases come from; null for files that stand alone.</param>
/// <param name="Cache">Whose tokens have a say.</param>
/// <param name="IsTyping">True for latencies of a keystroke in an open document.</param>
/// <param name="Learns">True to let the cache learn from the answer of each case, after it was judged.</param>
/// <param name="Model">The model, and how much of other files it reads.</param>
/// <param name="Settings">What the user would have set.</param>
internal sealed record EvaluationChoice(string Cases, string? Repository, CacheReach Cache, bool IsTyping, bool Learns, ModelChoice Model, CompletionSettings Settings);
