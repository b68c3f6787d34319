using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fathom.Operators.Experts;

/// <summary>
/// r = sqrt(softplus(z)); the experts of a token are the K largest of r + bias, or those that a table gives for its id; their weights are
/// r_k / Σ_j r_j · scale, from r without the bias. Source: DeepSeek-V4, the router of the mixture layer.
/// </summary>
internal static class Routing
{
    /// <summary>Keeps a sum of vanishing affinities from dividing by zero, as the reference implementation does.</summary>
    private const float Smallest = 1e-20f;

    /// <summary>Replaces logits by affinities sqrt(log(1 + e^z)), for any z without overflow and with full relative precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Affinities(Span<float> logits)
    {
        int i = 0;
        for (; i + Vector256<float>.Count <= logits.Length; i += Vector256<float>.Count)
        {
            Affinity(Vector256.Create<float>(logits[i..])).CopyTo(logits[i..]);
        }

        // The rest goes through the same arithmetic, so that an expert's affinity does not depend on where it stands.
        for (; i < logits.Length; i++)
        {
            logits[i] = Affinity(Vector256.Create(logits[i])).ToScalar();
        }
    }

    /// <summary>Selects the <paramref name="experts"/>.Length largest of affinity + bias, the largest first; of equal ones the lowest index.</summary>
    /// <param name="affinities">[E].</param>
    /// <param name="bias">[E], or empty for none.</param>
    /// <param name="experts">Receives K indices, K ≤ E.</param>
    public static void Select(ReadOnlySpan<float> affinities, ReadOnlySpan<float> bias, Span<long> experts)
    {
        int count = 0;
        for (int e = 0; e < affinities.Length; e++)
        {
            float score = Score(affinities, bias, e);
            if (count == experts.Length && !(score > Score(affinities, bias, (int)experts[count - 1])))
            {
                continue;
            }

            int place = count < experts.Length ? count++ : count - 1;
            for (; place > 0 && score > Score(affinities, bias, (int)experts[place - 1]); place--)
            {
                experts[place] = experts[place - 1];
            }

            experts[place] = e;
        }
    }

    /// <summary>weight_k = r_k / Σ_j r_j · <paramref name="scale"/> over the selected experts.</summary>
    public static void Weigh(ReadOnlySpan<float> affinities, ReadOnlySpan<long> experts, float scale, Span<float> weights)
    {
        float sum = Smallest;
        foreach (long expert in experts)
        {
            sum += affinities[(int)expert];
        }

        for (int k = 0; k < experts.Length; k++)
        {
            weights[k] = affinities[(int)experts[k]] / sum * scale;
        }
    }

    private static float Score(ReadOnlySpan<float> affinities, ReadOnlySpan<float> bias, int expert) =>
        bias.IsEmpty ? affinities[expert] : affinities[expert] + bias[expert];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Affinity(Vector256<float> z)
    {
        // softplus(z) = max(z, 0) + log1p(e) with e = exp(−|z|), and log1p(e) = log(u) · e / (u − 1) with u = 1 + e rounded, which is e where u is 1.
        Vector256<float> one = Vector256<float>.One;
        Vector256<float> e = Vector256.Exp(-Vector256.Abs(z));
        Vector256<float> u = one + e;
        Vector256<float> log = Vector256.ConditionalSelect(Vector256.Equals(u, one), e, Vector256.Log(u) * e / (u - one));
        return Vector256.Sqrt(Vector256.Max(z, Vector256<float>.Zero) + log);
    }
}
