using System.Runtime.CompilerServices;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.HyperConnections;

/// <summary>Makes matrices nearly doubly stochastic, one matrix per lane.</summary>
internal static unsafe class Sinkhorn
{
    /// <summary>Replaces C by its normalised form.</summary>
    /// <remarks>
    /// <code>
    /// A = row_softmax(C) + e;  A = A / (column sums + e)
    /// T − 1 times:  A = A / (row sums + e);  A = A / (column sums + e)
    /// </code>
    /// Source: the mHC of DeepSeek-V4 as its reference code has it (T column steps; the softmax is the first row step).
    /// </remarks>
    /// <param name="matrices">Element (j, k) of every lane's matrix stands at (j·n + k) · lanes.</param>
    /// <param name="n">Rows and columns.</param>
    /// <param name="iterations">T, at least 1.</param>
    /// <param name="epsilon">e.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalise<TLanes>(float* matrices, int n, int iterations, float epsilon)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes e = TLanes.Broadcast(epsilon);
        int rowStep = n * TLanes.Count;
        for (int j = 0; j < n; j++)
        {
            Softmax(matrices + j * rowStep, n, e);
        }

        Divide(matrices, n, TLanes.Count, rowStep, e);
        for (int i = 1; i < iterations; i++)
        {
            Divide(matrices, n, rowStep, TLanes.Count, e);
            Divide(matrices, n, TLanes.Count, rowStep, e);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax<TLanes>(float* row, int n, TLanes epsilon)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes largest = TLanes.Load(row);
        for (int k = 1; k < n; k++)
        {
            largest = TLanes.Max(largest, TLanes.Load(row + k * TLanes.Count));
        }

        TLanes sum = TLanes.Broadcast(0);
        for (int k = 0; k < n; k++)
        {
            TLanes weight = LaneMath.Exp(TLanes.Subtract(TLanes.Load(row + k * TLanes.Count), largest));
            TLanes.Store(row + k * TLanes.Count, weight);
            sum = TLanes.Add(sum, weight);
        }

        TLanes factor = TLanes.Divide(TLanes.Broadcast(1), sum);
        for (int k = 0; k < n; k++)
        {
            float* element = row + k * TLanes.Count;
            TLanes.Store(element, TLanes.MultiplyAdd(TLanes.Load(element), factor, epsilon));
        }
    }

    /// <summary>Divides each of n lines (step <paramref name="lineStep"/>) by the sum of its elements (step <paramref name="elementStep"/>) plus e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide<TLanes>(float* matrices, int n, int lineStep, int elementStep, TLanes epsilon)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int line = 0; line < n; line++)
        {
            float* first = matrices + line * lineStep;
            TLanes sum = TLanes.Load(first);
            for (int i = 1; i < n; i++)
            {
                sum = TLanes.Add(sum, TLanes.Load(first + i * elementStep));
            }

            TLanes factor = TLanes.Divide(TLanes.Broadcast(1), TLanes.Add(sum, epsilon));
            for (int i = 0; i < n; i++)
            {
                TLanes.Store(first + i * elementStep, TLanes.Multiply(TLanes.Load(first + i * elementStep), factor));
            }
        }
    }
}
