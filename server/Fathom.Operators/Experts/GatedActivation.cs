using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Operators.Experts;

/// <summary>
/// h = weight · silu(min(gate, c)) · clamp(up, −c, c), silu(g) = g / (1 + e^−g). The clamps come before the activation; the gate has no lower one. Source: DeepSeek-V4.
/// </summary>
internal static unsafe class GatedActivation
{
    /// <summary>Replaces <paramref name="count"/> gates by h. An element's result does not depend on the count or on its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* gate, float* up, int count, float limit, float weight)
    {
        int i = 0;
        for (; i + Vector256<float>.Count <= count; i += Vector256<float>.Count)
        {
            Value(Vector256.Load(gate + i), Vector256.Load(up + i), limit, weight).Store(gate + i);
        }

        for (; i < count; i++)
        {
            gate[i] = Value(Vector256.Create(gate[i]), Vector256.Create(up[i]), limit, weight).ToScalar();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value(Vector256<float> gate, Vector256<float> up, float limit, float weight)
    {
        Vector256<float> bound = Vector256.Create(limit);
        Vector256<float> g = Vector256.Min(gate, bound);
        Vector256<float> u = Vector256.Max(Vector256.Min(up, bound), -bound);
        return g / (Vector256<float>.One + Vector256.Exp(-g)) * u * weight;
    }
}
