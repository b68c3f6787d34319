using System.Runtime.CompilerServices;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>
/// Pools every m tokens into one entry. For token p: a_p = values, b_p = gates + position_bias[p mod m].
/// </summary>
/// <remarks>
/// <code>
/// e_i[ch] = Σ_p softmax_p(b_p[ch]) · a_p[ch]          a softmax over tokens for every channel
/// p runs over the m tokens of window i; where windows overlap, first over window i−1 with the lower halves of a and b (for i = 0 absent),
/// then over window i with the upper halves
/// entry i = RMSNorm(norm, e_i), its last R floats rotated at position i·m
/// </code>
/// Source: DeepSeek-V4, compressed sparse and heavily compressed attention.
/// </remarks>
internal static unsafe class Compressor
{
    /// <summary>Appends the raw rows of <paramref name="count"/> tokens, the first of which is row <paramref name="firstRow"/> of the run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AppendRaw<TLanes>(CompressorState state, in CompressorInputs inputs, int firstRow, int count, int width, int ratio)
        where TLanes : struct, ILanes<TLanes>
    {
        int parts = state.IsOverlapped ? 2 : 1;
        int padded = RowStore.PaddedWidth(width);
        for (int i = 0; i < count; i++)
        {
            float* bias = inputs.PositionBias + state.Raw.Count % ratio * parts * width;
            float* raw = state.Raw.Append();
            float* values = inputs.Values + (long)(firstRow + i) * parts * width;
            float* gates = inputs.Gates + (long)(firstRow + i) * parts * width;
            for (int part = 0; part < parts; part++)
            {
                new ReadOnlySpan<float>(values + part * width, width).CopyTo(new Span<float>(raw + part * padded, width));
                LaneMath.Add<TLanes>(gates + part * width, bias + part * width, raw + (parts + part) * padded, width);
                new Span<float>(raw + part * padded + width, padded - width).Clear();
                new Span<float>(raw + (parts + part) * padded + width, padded - width).Clear();
            }
        }
    }

    /// <summary>Closes every complete window that has no entry yet, in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CloseWindows<TLanes>(
        CompressorState state,
        float* norm,
        HybridAttentionAttributes attributes,
        int width,
        RotaryTable rotary,
        Arena arena)
        where TLanes : struct, ILanes<TLanes>
    {
        int ratio = attributes.Ratio;
        int complete = state.Raw.Count / ratio;
        if (state.Entries.Count == complete)
        {
            return;
        }

        int padded = RowStore.PaddedWidth(width);
        int parts = state.IsOverlapped ? 2 : 1;
        float** values = arena.TakePointers(parts * ratio);
        float** gates = arena.TakePointers(parts * ratio);
        float* pooled = arena.Take<float>(padded);
        float* entry = arena.Take<float>(padded);
        Span<float> rotaryScratch = new(arena.Take<float>(rotary.RowLength), rotary.RowLength);
        while (state.Entries.Count < complete)
        {
            int window = state.Entries.Count;
            int count = 0;
            if (state.IsOverlapped && window > 0)
            {
                count = List(state.Raw, (window - 1) * ratio, ratio, 0, 2 * padded, values, gates, count);
            }

            int part = (parts - 1) * padded;
            count = List(state.Raw, window * ratio, ratio, part, part + parts * padded, values, gates, count);
            Pool<TLanes>(values, gates, count, pooled, padded);
            LaneMath.Normalise<TLanes>(pooled, norm, attributes.NormEpsilon, entry, width);
            Rotation.Apply(entry + width - attributes.RotaryWidth, rotary.Row(window * ratio, rotaryScratch));
            state.Entries.Append(entry);
        }
    }

    /// <summary>result[ch] = Σ_p softmax_p(gates[p][ch]) · values[p][ch] for <paramref name="width"/> channels, a multiple of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pool<TLanes>(float** values, float** gates, int count, float* result, int width)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int channel = 0; channel < width; channel += TLanes.Count)
        {
            TLanes largest = TLanes.Load(gates[0] + channel);
            for (int p = 1; p < count; p++)
            {
                largest = TLanes.Max(largest, TLanes.Load(gates[p] + channel));
            }

            TLanes sum = TLanes.Broadcast(0);
            TLanes weighted = TLanes.Broadcast(0);
            for (int p = 0; p < count; p++)
            {
                TLanes weight = LaneMath.Exp(TLanes.Subtract(TLanes.Load(gates[p] + channel), largest));
                sum = TLanes.Add(sum, weight);
                weighted = TLanes.MultiplyAdd(weight, TLanes.Load(values[p] + channel), weighted);
            }

            TLanes.Store(result + channel, TLanes.Divide(weighted, sum));
        }
    }

    private static int List(RowStore raw, int first, int ratio, int valuesOffset, int gatesOffset, float** values, float** gates, int count)
    {
        for (int p = 0; p < ratio; p++)
        {
            float* row = raw.Row(first + p);
            values[count] = row + valuesOffset;
            gates[count] = row + gatesOffset;
            count++;
        }

        return count;
    }
}
