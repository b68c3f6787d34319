using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>What the portable integer kernels share: activations as 32 codes a block and then K / 32 scales, dots of 16 bytes.</summary>
internal static unsafe class PortableDots
{
    private const int Block = WeightFormats.BlockWidth;

    /// <summary>Bytes of a prepared row.</summary>
    public static int PreparedBytes(int columns) => columns + (columns / Block * sizeof(float));

    /// <summary>Quantises a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prepare(float* input, int columns, byte* prepared)
    {
        float* scales = (float*)(prepared + columns);
        for (int b = 0; b < columns / Block; b++)
        {
            QuantisedBlock.Quantise(input + (b * Block), out scales[b]).Store((sbyte*)prepared + (b * Block));
        }
    }

    /// <summary>addend + products of 16 weights and 16 activations, both −127…127, all of them summed somewhere in the four lanes; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> addend, Vector128<sbyte> weights, Vector128<sbyte> x)
    {
        if (Dp.IsSupported)
        {
            return Dp.DotProduct(addend, weights, x);
        }

        (Vector128<short> lowWeights, Vector128<short> highWeights) = Vector128.Widen(weights);
        (Vector128<short> low, Vector128<short> high) = Vector128.Widen(x);

        // Two products of at most 127² each stay within 16 bits.
        (Vector128<int> a, Vector128<int> b) = Vector128.Widen((lowWeights * low) + (highWeights * high));
        return addend + a + b;
    }

    /// <summary>addend + the sums of four neighbouring products, each in its own lane; exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AddFours(Vector128<int> addend, Vector128<sbyte> weights, Vector128<sbyte> x)
    {
        if (Dp.IsSupported)
        {
            return Dp.DotProduct(addend, weights, x);
        }

        (Vector128<short> lowWeights, Vector128<short> highWeights) = Vector128.Widen(weights);
        (Vector128<short> low, Vector128<short> high) = Vector128.Widen(x);
        Vector128<long> a = Pairs(lowWeights * low).AsInt64(), b = Pairs(highWeights * high).AsInt64();

        // The even lanes of both vectors, then the odd ones.
        return addend + Vector128.Narrow(a, b) + Vector128.Narrow(a >> 32, b >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Pairs(Vector128<short> products) => ((products.AsInt32() << 16) >> 16) + (products.AsInt32() >> 16);
}
