using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Operators.Linear;

/// <summary>Integer dot products of bytes; all exact, so that processors with and without AVX-VNNI agree to the bit.</summary>
internal static class ByteDots
{
    /// <summary>addend + the sums of four neighbouring products, for weights 0…15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Nibbles(Vector256<int> addend, Vector256<byte> weights, Vector256<sbyte> x) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(addend, weights, x) : NibblesInPairs(addend, weights, x);

    /// <summary><see cref="Nibbles"/> without AVX-VNNI; two products of at most 15 · 127 stay within 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> NibblesInPairs(Vector256<int> addend, Vector256<byte> weights, Vector256<sbyte> x) =>
        addend + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(weights, x), Vector256.Create((short)1));

    /// <summary>addend + the sums of four neighbouring products of weights and activations, both −127…127.</summary>
    /// <param name="addend">
    /// Where <see cref="WantsUnsignedWeights"/>, −128 times the sum of the activations belongs to it, as AVX-VNNI gets w + 128.
    /// </param>
    /// <param name="weights">The weights, as <see cref="Weights(Vector256{sbyte})"/> prepared them.</param>
    /// <param name="x">The activations.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Bytes(Vector256<int> addend, Vector256<byte> weights, Vector256<sbyte> x) =>
        WantsUnsignedWeights ? AvxVnni.MultiplyWideningAndAdd(addend, weights, x) : BytesInPairs(addend, weights.AsSByte(), x);

    /// <summary>Whether <see cref="Bytes"/> multiplies w + 128, so that 128 times the sum of the activations must be taken off.</summary>
    public static bool WantsUnsignedWeights => AvxVnni.IsSupported;

    /// <summary>Weights as <see cref="Bytes"/> wants them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Weights(Vector256<sbyte> weights) =>
        WantsUnsignedWeights ? weights.AsByte() ^ Vector256.Create((byte)0x80) : weights.AsByte();

    /// <inheritdoc cref="Weights(Vector256{sbyte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Weights(Vector512<sbyte> weights) =>
        WantsUnsignedWeights ? weights.AsByte() ^ Vector512.Create((byte)0x80) : weights.AsByte();

    /// <summary><see cref="Bytes"/> without AVX-VNNI: |w| · (x with the sign of w), whose pairs stay within 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> BytesInPairs(Vector256<int> addend, Vector256<sbyte> weights, Vector256<sbyte> x) =>
        addend + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Avx2.Abs(weights), Avx2.Sign(x, weights)), Vector256.Create((short)1));

    /// <summary>The sums of four neighbouring activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Sums(Vector256<sbyte> x) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(Vector256.Create((byte)1), x), Vector256.Create((short)1));

    /// <summary>The sums of all lanes of four vectors: within each half in pairs, then the halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> pairs = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        return pairs.GetLower() + pairs.GetUpper();
    }
}
