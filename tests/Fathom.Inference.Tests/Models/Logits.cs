using Fathom.Inference.Execution;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Models;

/// <summary>Logits of a model at every position, and their comparison.</summary>
internal static class Logits
{
    /// <summary>The logits [T, V] of <paramref name="tokens"/> in one run of a new sequence.</summary>
    public static float[] InOneRun(LanguageModel model, int[] tokens)
    {
        using Sequence sequence = Sequence.Create();
        return Next(model, sequence, tokens);
    }

    /// <summary>The logits [T, V] of the next tokens of a sequence.</summary>
    public static float[] Next(LanguageModel model, Sequence sequence, ReadOnlyMemory<int> tokens) =>
        model.Forward([new SequenceTokens(sequence, tokens, AllRows: true)]).ToArray();

    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = MathF.Abs(expected[i] - actual[i]);
            largest = difference > largest || float.IsNaN(difference) ? difference : largest;
        }

        Assert.True(largest <= tolerance, $"The largest difference is {largest}.");
    }
}
