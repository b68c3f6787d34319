using System.Runtime.CompilerServices;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.HyperConnections;

/// <summary>The read half of a hyper-connected sublayer, a block of rows at a time.</summary>
/// <remarks>
/// For a token, z = its n streams of d floats one after the other:
/// <code>
/// g = 1 / √(mean(z²) + norm_epsilon);  u = (function · z) · g
/// pre[j]  = sigmoid(u[j] · scale[0] + base[j]) + epsilon
/// post[k] = 2 · sigmoid(u[n+k] · scale[1] + base[n+k])
/// combination = Sinkhorn(C),  C[j, k] = u[2n+jn+k] · scale[2] + base[2n+jn+k]
/// collapsed = Σ_j pre[j] · streams[j], and with a norm RMSNorm(norm, collapsed)
/// </code>
/// The head has n rows of function and gives <c>collapsed</c> only. Source: the mHC of DeepSeek-V4.
/// </remarks>
internal readonly unsafe struct CollapseRows<TLanes> : IParallelBody
    where TLanes : struct, ILanes<TLanes>
{
    private const int RowGroup = 4;

    [ThreadStatic]
    private static Arena? _arena;

    internal required float* Streams { get; init; }

    internal required float* Function { get; init; }

    internal required float* Base { get; init; }

    internal required float* Scale { get; init; }

    /// <summary>[d]; null for no norm.</summary>
    internal required float* Norm { get; init; }

    internal required float* Collapsed { get; init; }

    /// <summary>[T, n]; null where nobody asks for it.</summary>
    internal required float* Post { get; init; }

    /// <summary>[T, n, n]; null where nobody asks for it.</summary>
    internal required float* Combination { get; init; }

    internal required int Rows { get; init; }

    internal required int BlockRows { get; init; }

    internal required int N { get; init; }

    internal required int Width { get; init; }

    /// <summary>Rows of the function: (2+n)·n, or n for the head.</summary>
    internal required int FunctionRows { get; init; }

    internal required int Iterations { get; init; }

    internal required float NormEpsilon { get; init; }

    internal required float Epsilon { get; init; }

    /// <summary>Computes the rows of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        Arena arena = _arena ??= new Arena();
        arena.Reset();
        float* products = arena.Take<float>(TLanes.Count * FunctionRows);
        float* matrices = arena.Take<float>(TLanes.Count * N * N);
        float* pre = arena.Take<float>(N);
        int last = Math.Min((index + 1) * BlockRows, Rows);
        for (int first = index * BlockRows; first < last; first += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, last - first);
            Project(first, count, products);
            for (int i = 0; i < count; i++)
            {
                Collapse(first + i, products + i * FunctionRows, pre);
            }

            if (Combination is not null)
            {
                Combine(first, count, products, matrices);
            }
        }
    }

    /// <summary>u of <paramref name="count"/> tokens: two tokens by four rows of the function at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Project(int first, int count, float* products)
    {
        int length = N * Width;
        for (int i = 0; i < count; i += 2)
        {
            // Where the count is odd, the last token stands in for its absent neighbour; the same for rows below.
            int other = Math.Min(i + 1, count - 1);
            float* left = Streams + (long)(first + i) * length;
            float* right = Streams + (long)(first + other) * length;
            for (int row = 0; row < FunctionRows; row += RowGroup)
            {
                Product(left, right, row, products + i * FunctionRows, products + other * FunctionRows, length);
            }

            Scaled(left, products + i * FunctionRows, length);
            if (other != i)
            {
                Scaled(right, products + other * FunctionRows, length);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Product(float* left, float* right, int row, float* leftResult, float* rightResult, int length)
    {
        int row1 = Math.Min(row + 1, FunctionRows - 1), row2 = Math.Min(row + 2, FunctionRows - 1), row3 = Math.Min(row + 3, FunctionRows - 1);
        float* f0 = Function + (long)row * length;
        float* f1 = Function + (long)row1 * length;
        float* f2 = Function + (long)row2 * length;
        float* f3 = Function + (long)row3 * length;
        TLanes left0 = TLanes.Broadcast(0), left1 = left0, left2 = left0, left3 = left0;
        TLanes right0 = left0, right1 = left0, right2 = left0, right3 = left0;
        int c = 0;
        for (; c <= length - TLanes.Count; c += TLanes.Count)
        {
            TLanes x = TLanes.Load(left + c);
            TLanes y = TLanes.Load(right + c);
            TLanes f = TLanes.Load(f0 + c);
            left0 = TLanes.MultiplyAdd(f, x, left0);
            right0 = TLanes.MultiplyAdd(f, y, right0);
            f = TLanes.Load(f1 + c);
            left1 = TLanes.MultiplyAdd(f, x, left1);
            right1 = TLanes.MultiplyAdd(f, y, right1);
            f = TLanes.Load(f2 + c);
            left2 = TLanes.MultiplyAdd(f, x, left2);
            right2 = TLanes.MultiplyAdd(f, y, right2);
            f = TLanes.Load(f3 + c);
            left3 = TLanes.MultiplyAdd(f, x, left3);
            right3 = TLanes.MultiplyAdd(f, y, right3);
        }

        leftResult[row] = TLanes.Sum(left0) + Tail(f0, left, c, length);
        leftResult[row1] = TLanes.Sum(left1) + Tail(f1, left, c, length);
        leftResult[row2] = TLanes.Sum(left2) + Tail(f2, left, c, length);
        leftResult[row3] = TLanes.Sum(left3) + Tail(f3, left, c, length);
        rightResult[row] = TLanes.Sum(right0) + Tail(f0, right, c, length);
        rightResult[row1] = TLanes.Sum(right1) + Tail(f1, right, c, length);
        rightResult[row2] = TLanes.Sum(right2) + Tail(f2, right, c, length);
        rightResult[row3] = TLanes.Sum(right3) + Tail(f3, right, c, length);
    }

    private static float Tail(float* function, float* x, int from, int length)
    {
        float sum = 0;
        for (int c = from; c < length; c++)
        {
            sum += function[c] * x[c];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scaled(float* z, float* products, int length)
    {
        float g = 1 / MathF.Sqrt(LaneMath.SumOfSquares<TLanes>(z, length) / length + NormEpsilon);
        for (int row = 0; row < FunctionRows; row++)
        {
            products[row] *= g;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Collapse(int row, float* u, float* pre)
    {
        for (int j = 0; j < N; j++)
        {
            pre[j] = Sigmoid(u[j] * Scale[0] + Base[j]) + Epsilon;
        }

        if (Post is not null)
        {
            for (int k = 0; k < N; k++)
            {
                Post[row * N + k] = 2 * Sigmoid(u[N + k] * Scale[1] + Base[N + k]);
            }
        }

        float* streams = Streams + (long)row * N * Width;
        float* target = Collapsed + (long)row * Width;
        int d = 0;
        for (; d <= Width - TLanes.Count; d += TLanes.Count)
        {
            TLanes sum = TLanes.Multiply(TLanes.Broadcast(pre[0]), TLanes.Load(streams + d));
            for (int j = 1; j < N; j++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(pre[j]), TLanes.Load(streams + j * Width + d), sum);
            }

            TLanes.Store(target + d, sum);
        }

        for (; d < Width; d++)
        {
            float sum = 0;
            for (int j = 0; j < N; j++)
            {
                sum += pre[j] * streams[j * Width + d];
            }

            target[d] = sum;
        }

        if (Norm is not null)
        {
            LaneMath.Normalise<TLanes>(target, Norm, NormEpsilon, target, Width);
        }
    }

    /// <summary>The combinations of <paramref name="count"/> tokens, each in a lane of its own; lanes beyond compute on zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(int first, int count, float* products, float* matrices)
    {
        int elements = N * N;
        for (int element = 0; element < elements; element++)
        {
            float* lanes = matrices + element * TLanes.Count;
            for (int i = 0; i < TLanes.Count; i++)
            {
                lanes[i] = i < count ? products[i * FunctionRows + 2 * N + element] * Scale[2] + Base[2 * N + element] : 0;
            }
        }

        Sinkhorn.Normalise<TLanes>(matrices, N, Iterations, Epsilon);
        for (int element = 0; element < elements; element++)
        {
            for (int i = 0; i < count; i++)
            {
                Combination[(first + i) * elements + element] = matrices[element * TLanes.Count + i];
            }
        }
    }

    private static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
}
