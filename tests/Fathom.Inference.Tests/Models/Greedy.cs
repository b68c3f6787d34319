using Fathom.Inference.Execution;
using Fathom.Inference.Sampling;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Models;

/// <summary>Greedy text of a model, and how well the model expects it.</summary>
internal static class Greedy
{
    /// <summary>
    /// exp of the mean negative log-probability of the tokens that the model gives greedily after each prompt, all prompts in one batch.
    /// </summary>
    public static double PerplexityOfOwnText(LanguageModel model, int[][] prompts, int tokens)
    {
        Sequence[] sequences = [.. prompts.Select(_ => Sequence.Create())];
        Sampler sampler = new(SamplingOptions.Greedy);
        int[][] next = prompts;
        double sum = 0;
        for (int i = 0; i < tokens; i++)
        {
            ReadOnlySpan<float> logits = model.Forward([.. sequences.Select((sequence, index) => new SequenceTokens(sequence, next[index]))]);
            next = new int[prompts.Length][];
            for (int index = 0; index < next.Length; index++)
            {
                SampledToken token = sampler.Sample(logits.Slice(index * model.Configuration.VocabularySize, model.Configuration.VocabularySize));
                next[index] = [token.Id];
                sum -= token.LogProbability;
            }
        }

        Array.ForEach(sequences, sequence => sequence.Dispose());
        return Math.Exp(sum / (prompts.Length * tokens));
    }
}
