using System.Runtime.CompilerServices;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>
/// The formats whose products are float: float32 as it lies in memory, float8 and float4 decoded to floats four rows at a time, once for all input rows.
/// </summary>
/// <remarks>
/// Every y[t, r] is one chain of fused multiply-adds along k, one vector wide, then the sum of its lanes, then the columns that fill no vector. Tiles of
/// 4 weight rows × 4 input rows only run sixteen such chains side by side.
/// </remarks>
internal sealed unsafe class FloatKernel<TRows, TLanes> : LinearKernel
    where TRows : struct, IFloatRows
    where TLanes : struct, ILanes<TLanes>
{
    [ThreadStatic]
    private static Arena? _arena;

    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        int columns = weight.Columns;
        float* decoded = TRows.ArePlain ? null : Tile(columns * TileRows);
        float** w = stackalloc float*[TileRows];
        for (int row = firstRow; row < endRow; row += TileRows)
        {
            int count = Math.Min(TileRows, endRow - row);
            for (int i = 0; i < count; i++)
            {
                w[i] = TRows.ArePlain ? (float*)weight.Codes(row + i) : decoded + ((nint)i * columns);
                if (!TRows.ArePlain)
                {
                    TRows.Decode<TLanes>(weight, row + i, w[i]);
                }
            }

            if (count == TileRows)
            {
                Tile(w, columns, input, output + row, outputStride);
            }
            else
            {
                Rest(w, count, columns, input, output + row, outputStride);
            }
        }
    }

    /// <summary>Room for the rows of a tile, of this thread.</summary>
    private static float* Tile(int count)
    {
        Arena arena = _arena ??= new Arena();
        arena.Reset();
        return arena.Take<float>(count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(float** w, int columns, in InputRows input, float* output, nint outputStride)
    {
        int t = 0;
        for (; t + 4 <= input.Count; t += 4)
        {
            FourByFour(w, (float*)input.Row(t), (float*)input.Row(t + 1), (float*)input.Row(t + 2), (float*)input.Row(t + 3), columns, output + (t * outputStride), outputStride);
        }

        for (; t < input.Count; t++)
        {
            FourByOne(w, (float*)input.Row(t), columns, output + (t * outputStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rest(float** w, int count, int columns, in InputRows input, float* output, nint outputStride)
    {
        for (int t = 0; t < input.Count; t++)
        {
            float* x = (float*)input.Row(t);
            for (int i = 0; i < count; i++)
            {
                TLanes sum = TLanes.Broadcast(0);
                int k = 0;
                for (; k + TLanes.Count <= columns; k += TLanes.Count)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(w[i] + k), TLanes.Load(x + k), sum);
                }

                output[(t * outputStride) + i] = Finish(sum, w[i], x, k, columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByOne(float** w, float* x, int columns, float* output)
    {
        float* w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        TLanes s0 = TLanes.Broadcast(0), s1 = TLanes.Broadcast(0), s2 = TLanes.Broadcast(0), s3 = TLanes.Broadcast(0);
        int k = 0;
        for (; k + TLanes.Count <= columns; k += TLanes.Count)
        {
            TLanes value = TLanes.Load(x + k);
            s0 = TLanes.MultiplyAdd(TLanes.Load(w0 + k), value, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(w1 + k), value, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(w2 + k), value, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(w3 + k), value, s3);
        }

        Finish(s0, s1, s2, s3, w, x, k, columns, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByFour(float** w, float* x0, float* x1, float* x2, float* x3, int columns, float* output, nint outputStride)
    {
        float* w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        TLanes s00 = TLanes.Broadcast(0), s01 = TLanes.Broadcast(0), s02 = TLanes.Broadcast(0), s03 = TLanes.Broadcast(0);
        TLanes s10 = TLanes.Broadcast(0), s11 = TLanes.Broadcast(0), s12 = TLanes.Broadcast(0), s13 = TLanes.Broadcast(0);
        TLanes s20 = TLanes.Broadcast(0), s21 = TLanes.Broadcast(0), s22 = TLanes.Broadcast(0), s23 = TLanes.Broadcast(0);
        TLanes s30 = TLanes.Broadcast(0), s31 = TLanes.Broadcast(0), s32 = TLanes.Broadcast(0), s33 = TLanes.Broadcast(0);
        int k = 0;
        for (; k + TLanes.Count <= columns; k += TLanes.Count)
        {
            TLanes v0 = TLanes.Load(w0 + k), v1 = TLanes.Load(w1 + k), v2 = TLanes.Load(w2 + k), v3 = TLanes.Load(w3 + k);
            TLanes value = TLanes.Load(x0 + k);
            s00 = TLanes.MultiplyAdd(v0, value, s00);
            s01 = TLanes.MultiplyAdd(v1, value, s01);
            s02 = TLanes.MultiplyAdd(v2, value, s02);
            s03 = TLanes.MultiplyAdd(v3, value, s03);
            value = TLanes.Load(x1 + k);
            s10 = TLanes.MultiplyAdd(v0, value, s10);
            s11 = TLanes.MultiplyAdd(v1, value, s11);
            s12 = TLanes.MultiplyAdd(v2, value, s12);
            s13 = TLanes.MultiplyAdd(v3, value, s13);
            value = TLanes.Load(x2 + k);
            s20 = TLanes.MultiplyAdd(v0, value, s20);
            s21 = TLanes.MultiplyAdd(v1, value, s21);
            s22 = TLanes.MultiplyAdd(v2, value, s22);
            s23 = TLanes.MultiplyAdd(v3, value, s23);
            value = TLanes.Load(x3 + k);
            s30 = TLanes.MultiplyAdd(v0, value, s30);
            s31 = TLanes.MultiplyAdd(v1, value, s31);
            s32 = TLanes.MultiplyAdd(v2, value, s32);
            s33 = TLanes.MultiplyAdd(v3, value, s33);
        }

        Finish(s00, s01, s02, s03, w, x0, k, columns, output);
        Finish(s10, s11, s12, s13, w, x1, k, columns, output + outputStride);
        Finish(s20, s21, s22, s23, w, x2, k, columns, output + (2 * outputStride));
        Finish(s30, s31, s32, s33, w, x3, k, columns, output + (3 * outputStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(TLanes s0, TLanes s1, TLanes s2, TLanes s3, float** w, float* x, int k, int columns, float* output)
    {
        output[0] = Finish(s0, w[0], x, k, columns);
        output[1] = Finish(s1, w[1], x, k, columns);
        output[2] = Finish(s2, w[2], x, k, columns);
        output[3] = Finish(s3, w[3], x, k, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Finish(TLanes lanes, float* w, float* x, int k, int columns)
    {
        float sum = TLanes.Sum(lanes);
        for (; k < columns; k++)
        {
            sum += w[k] * x[k];
        }

        return sum;
    }
}
