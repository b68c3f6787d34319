using System.Runtime.CompilerServices;

namespace Fathom.Operators.Vectors;

/// <summary>Functions over registers and over rows. Every reduction has one order that depends on nothing but the length.</summary>
internal static unsafe class LaneMath
{
    /// <summary>
    /// e^x for x ≤ 88, 0 below −87; relative error under 2e-7.
    /// </summary>
    /// <remarks>
    /// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r by its Taylor series to r^7, whose remainder is under 5e-9.
    /// Adding 1.5 · 2^23 rounds to an integer and leaves n in the low mantissa bits.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes smallest = TLanes.Broadcast(-87f);
        TLanes clamped = TLanes.Max(x, smallest);
        TLanes magic = TLanes.Broadcast(12582912f);
        TLanes shifted = TLanes.MultiplyAdd(clamped, TLanes.Broadcast(1.44269504f), magic);
        TLanes n = TLanes.Subtract(shifted, magic);
        TLanes r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), clamped);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);
        TLanes p = TLanes.Broadcast(1f / 5040f);
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 720f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 120f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 24f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f / 6f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(0.5f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Broadcast(1f));
        return TLanes.ZeroWhereLess(TLanes.ScaleByPowerOfTwo(p, shifted), x, smallest);
    }

    /// <summary>Σ x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float SumOfSquares<TLanes>(float* x, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes sum = TLanes.Broadcast(0);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes value = TLanes.Load(x + i);
            sum = TLanes.MultiplyAdd(value, value, sum);
        }

        float total = TLanes.Sum(sum);
        for (; i < length; i++)
        {
            total += x[i] * x[i];
        }

        return total;
    }

    /// <summary>result = x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<TLanes>(float* x, float* y, float* result, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(result + i, TLanes.Add(TLanes.Load(x + i), TLanes.Load(y + i)));
        }

        for (; i < length; i++)
        {
            result[i] = x[i] + y[i];
        }
    }

    /// <summary>result = x · factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<TLanes>(float* x, float factor, float* result, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes factors = TLanes.Broadcast(factor);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(result + i, TLanes.Multiply(TLanes.Load(x + i), factors));
        }

        for (; i < length; i++)
        {
            result[i] = x[i] * factor;
        }
    }

    /// <summary>RMSNorm: result = weight · x / √(mean(x²) + epsilon).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalise<TLanes>(float* x, float* weight, float epsilon, float* result, int length)
        where TLanes : struct, ILanes<TLanes>
    {
        float factor = 1 / MathF.Sqrt(SumOfSquares<TLanes>(x, length) / length + epsilon);
        TLanes factors = TLanes.Broadcast(factor);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(result + i, TLanes.Multiply(TLanes.Multiply(TLanes.Load(x + i), factors), TLanes.Load(weight + i)));
        }

        for (; i < length; i++)
        {
            result[i] = x[i] * factor * weight[i];
        }
    }
}
