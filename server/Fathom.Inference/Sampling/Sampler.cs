using System.Runtime.InteropServices;
using Fathom.Operators.Vectors;

namespace Fathom.Inference.Sampling;

/// <summary>Chooses tokens from logits, one stream's draws in order. Not safe for use from several threads.</summary>
public sealed class Sampler(SamplingOptions options)
{
    private readonly Random _random = new(options.Seed);
    private float[] _weights = [];
    private int[] _order = [];
    private float[] _allowedLogits = [];

    /// <summary>Chooses from all tokens; <paramref name="logits"/> [V] are unnormalised.</summary>
    /// <exception cref="InvalidDataException">The largest logit is not a finite number, so the model or its weights are broken.</exception>
    public SampledToken Sample(ReadOnlySpan<float> logits)
    {
        SoftmaxSums sums = FiniteSums(logits);
        int index = options.Temperature == 0 ? IndexOf(logits, sums.Largest) : Draw(logits, sums.Largest);
        return Describe(logits, sums, index);
    }

    /// <summary>
    /// Chooses from <paramref name="allowed"/> ids only (at least one); the log-probability is the one among these.
    /// </summary>
    /// <exception cref="InvalidDataException">The largest logit is not a finite number, so the model or its weights are broken.</exception>
    public SampledToken Sample(ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed)
    {
        Reserve(ref _allowedLogits, allowed.Length);
        Span<float> values = _allowedLogits.AsSpan(0, allowed.Length);
        for (int i = 0; i < allowed.Length; i++)
        {
            values[i] = logits[allowed[i]];
        }

        SampledToken chosen = Sample(values);
        return chosen with { Id = allowed[chosen.Id] };
    }

    // With d = x − max and Z = Σ exp(d): log softmax(x)[i] = d[i] − log Z, and the entropy is log Z − Σ d exp(d) / Z.
    private static SampledToken Describe(ReadOnlySpan<float> logits, in SoftmaxSums sums, int index)
    {
        float logSum = MathF.Log(sums.Sum);
        return new SampledToken(index, logits[index] - sums.Largest - logSum, Math.Max(0, logSum - (sums.Moment / sums.Sum)));
    }

    private int Draw(ReadOnlySpan<float> logits, float largest)
    {
        Reserve(ref _weights, logits.Length);
        Reserve(ref _order, logits.Length);
        Span<float> weights = _weights.AsSpan(0, logits.Length);
        Span<int> order = _order.AsSpan(0, logits.Length);
        Softmax.Weigh(logits, largest, 1 / options.Temperature, weights);
        double total = 0;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            total += weights[i];
        }

        if (options.TopK > 0 || options.TopP < 1)
        {
            // Of equal weights the lower id comes first, so that a seed means the same text everywhere.
            float[] keys = _weights;
            order.Sort((a, b) => keys[a] == keys[b] ? a.CompareTo(b) : keys[b].CompareTo(keys[a]));
            int kept = Nucleus(order, total, out total);
            order = order[..kept];
        }

        double target = _random.NextDouble() * total;
        foreach (int id in order[..^1])
        {
            target -= weights[id];
            if (target < 0)
            {
                return id;
            }
        }

        return order[^1];
    }

    private int Nucleus(ReadOnlySpan<int> descending, double total, out double sum)
    {
        int most = options.TopK > 0 ? Math.Min(options.TopK, descending.Length) : descending.Length;
        int kept = 0;
        sum = 0;
        while (kept < most && (kept == 0 || sum < options.TopP * total))
        {
            sum += _weights[descending[kept++]];
        }

        return kept;
    }

    private static SoftmaxSums FiniteSums(ReadOnlySpan<float> logits)
    {
        SoftmaxSums sums = Softmax.Sums(logits);
        float suspect = float.IsFinite(sums.Largest) ? sums.Moment : sums.Largest;
        return float.IsFinite(suspect)
            ? sums
            : throw new InvalidDataException($"The model gave the logit {suspect}; its weights are damaged or of another model.");
    }

    // The same bits, not the same value: the runtime searches for a whole number in wide registers.
    private static int IndexOf(ReadOnlySpan<float> logits, float value) =>
        MemoryMarshal.Cast<float, int>(logits).IndexOf(BitConverter.SingleToInt32Bits(value));

    private static void Reserve<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }
}
