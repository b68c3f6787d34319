using Fathom.Operators.Tests.Linear;

namespace Fathom.Operators.Tests.Experts;

/// <summary>Routing and the mixture of experts as they are defined, in double precision, one token at a time.</summary>
internal static class ReferenceExperts
{
    public static double Affinity(double logit)
    {
        double e = Math.Exp(-Math.Abs(logit));
        double log = e < 1e-5 ? e - (e * e / 2) : Math.Log(1 + e);
        return Math.Sqrt(Math.Max(logit, 0) + log);
    }

    /// <summary>y += weight · E(x).</summary>
    public static void AddExpert(RandomWeight gateUp, RandomWeight down, int expert, double weight, double limit, float[] hidden, double[] output)
    {
        float[] seen = ReferenceLinear.Seen(gateUp.Format, hidden);
        var activated = new float[gateUp.Rows];
        for (int r = 0; r < activated.Length; r++)
        {
            double gate = Math.Min(ReferenceLinear.Dot(gateUp.Row(2 * expert, r), seen).Sum, limit);
            double up = Math.Clamp(ReferenceLinear.Dot(gateUp.Row((2 * expert) + 1, r), seen).Sum, -limit, limit);
            activated[r] = (float)(weight * gate / (1 + Math.Exp(-gate)) * up);
        }

        activated = ReferenceLinear.Seen(down.Format, activated);
        for (int r = 0; r < output.Length; r++)
        {
            output[r] += ReferenceLinear.Dot(down.Row(expert, r), activated).Sum;
        }
    }
}
