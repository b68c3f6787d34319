namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>A fitted logistic regression.</summary>
/// <param name="Weights">A weight for each signal.</param>
/// <param name="Bias">What is added.</param>
internal sealed record LogisticModel(IReadOnlyList<double> Weights, double Bias)
{
    /// <summary>1 / (1 + exp(−(bias + Σ weight · signal))).</summary>
    public double Probability(IReadOnlyList<double> signals)
    {
        double sum = Bias;
        for (int i = 0; i < Weights.Count; i++)
        {
            sum += Weights[i] * signals[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }
}
