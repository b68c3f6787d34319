using System.Runtime.CompilerServices;
using Fathom.Operators.Linear;

namespace Fathom.Operators.Vectors;

/// <summary>Softmax over a row of logits, in the widest registers of the processor. At full speed from the first call: the first suggestion does not wait for the compiler's tiers.</summary>
public static unsafe class Softmax
{
    // Below it a term adds nothing to a sum of floats; it keeps the product of −∞ and 0 out of the moment.
    private const float LeastDifference = -100;

    /// <summary>The largest value of a row and, with d = x − largest, Σ exp(d) and Σ d · exp(d); −∞ counts as a token that is ruled out.</summary>
    /// <param name="row">[V], at least one value.</param>
    /// <returns>A moment that is no number where a value of the row is none.</returns>
    /// <exception cref="ArgumentException">The row is empty.</exception>
    public static SoftmaxSums Sums(ReadOnlySpan<float> row)
    {
        if (row.IsEmpty)
        {
            throw new ArgumentException("A softmax needs a row of at least one value.", nameof(row));
        }

        fixed (float* x = row)
        {
            return VectorPaths.Best switch
            {
                VectorPath.Vector512 => Sums<Lanes512>(x, row.Length),
                VectorPath.Vector256 => Sums<Lanes256>(x, row.Length),
                _ => Sums<Lanes128>(x, row.Length),
            };
        }
    }

    /// <summary>weights = exp((x − largest) · scale).</summary>
    /// <param name="row">[V].</param>
    /// <param name="largest">The largest value of the row.</param>
    /// <param name="scale">Above 0; one over the temperature.</param>
    /// <param name="weights">[V], between 0 and 1.</param>
    /// <exception cref="ArgumentException"><paramref name="weights"/> is shorter than the row.</exception>
    public static void Weigh(ReadOnlySpan<float> row, float largest, float scale, Span<float> weights)
    {
        if (weights.Length < row.Length)
        {
            throw new ArgumentException($"A row of {row.Length} values needs as many weights, not {weights.Length}.", nameof(weights));
        }

        fixed (float* x = row, result = weights)
        {
            switch (VectorPaths.Best)
            {
                case VectorPath.Vector512:
                    Weigh<Lanes512>(x, row.Length, largest, scale, result);
                    break;
                case VectorPath.Vector256:
                    Weigh<Lanes256>(x, row.Length, largest, scale, result);
                    break;
                default:
                    Weigh<Lanes128>(x, row.Length, largest, scale, result);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static SoftmaxSums Sums<TLanes>(float* x, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        float largest = Largest<TLanes>(x, length);
        TLanes largests = TLanes.Broadcast(largest);
        TLanes least = TLanes.Broadcast(LeastDifference);
        TLanes sum = TLanes.Broadcast(0);
        TLanes moment = TLanes.Broadcast(0);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            Add(TLanes.Max(least, TLanes.Subtract(TLanes.Load(x + i), largests)), ref sum, ref moment);
        }

        float* rest = stackalloc float[16];
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            rest[lane] = i + lane < length ? x[i + lane] - largest : LeastDifference;
        }

        Add(TLanes.Max(least, TLanes.Load(rest)), ref sum, ref moment);
        return new SoftmaxSums(largest, TLanes.Sum(sum), TLanes.Sum(moment));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(TLanes difference, ref TLanes sum, ref TLanes moment)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes weight = LaneMath.Exp(difference);
        sum = TLanes.Add(sum, weight);
        moment = TLanes.MultiplyAdd(difference, weight, moment);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest<TLanes>(float* x, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes best = TLanes.Broadcast(float.NegativeInfinity);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            best = TLanes.Max(best, TLanes.Load(x + i));
        }

        float largest = TLanes.Largest(best);
        for (; i < length; i++)
        {
            largest = MathF.Max(largest, x[i]);
        }

        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Weigh<TLanes>(float* x, int length, float largest, float scale, float* weights)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes largests = TLanes.Broadcast(largest);
        TLanes scales = TLanes.Broadcast(scale);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(weights + i, LaneMath.Exp(TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), largests), scales)));
        }

        for (; i < length; i++)
        {
            weights[i] = MathF.Exp((x[i] - largest) * scale);
        }
    }
}
