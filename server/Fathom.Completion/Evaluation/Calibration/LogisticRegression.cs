namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>Fits a logistic regression by Newton's method on standardised signals, with a quadratic penalty on all weights but the bias.</summary>
/// <remarks>
/// Minimises Σ w · log loss + λ/2 · |β|². The gradient is Xᵀ(w(p − y)) + λβ and the Hessian Xᵀ diag(w p (1 − p)) X + λI (Hastie, Tibshirani and
/// Friedman, The Elements of Statistical Learning, section 4.4). No randomness: equal observations give equal weights.
/// </remarks>
internal static class LogisticRegression
{
    private const double Penalty = 2;
    private const int MostSteps = 50;
    private const double SmallestStep = 1e-9;

    /// <summary>Fits the observations; at least one. A signal that is the same everywhere gets the weight 0.</summary>
    public static LogisticModel Fit(IReadOnlyList<Observation> observations)
    {
        int signals = observations[0].Signals.Count;
        double total = observations.Sum(observation => observation.Weight);
        double[] means = new double[signals];
        double[] scales = new double[signals];
        for (int i = 0; i < signals; i++)
        {
            means[i] = observations.Sum(observation => observation.Weight * observation.Signals[i]) / total;
            double variance = observations.Sum(observation => observation.Weight * Square(observation.Signals[i] - means[i])) / total;
            scales[i] = variance > 1e-12 ? Math.Sqrt(variance) : double.PositiveInfinity;
        }

        // Column 0 is the bias. Weights are scaled to a mean of 1, so that the penalty means the same for every unit of weight.
        double[][] rows = [.. observations.Select(observation =>
            (double[])[1, .. observation.Signals.Select((signal, i) => (signal - means[i]) / scales[i])])];
        double[] weights = [.. observations.Select(observation => observation.Weight * observations.Count / total)];
        double[] beta = Minimise(rows, [.. observations.Select(observation => observation.IsRight ? 1d : 0d)], weights);

        double[] raw = [.. scales.Select((scale, i) => beta[i + 1] / scale)];
        return new LogisticModel(raw, beta[0] - raw.Zip(means, (weight, mean) => weight * mean).Sum());
    }

    private static double[] Minimise(double[][] rows, double[] right, double[] weights)
    {
        int size = rows[0].Length;
        double[] beta = new double[size];
        for (int step = 0; step < MostSteps; step++)
        {
            double[] gradient = new double[size];
            double[,] hessian = new double[size, size];
            for (int i = 1; i < size; i++)
            {
                gradient[i] = Penalty * beta[i];
                hessian[i, i] = Penalty;
            }

            hessian[0, 0] = SmallestStep;
            for (int n = 0; n < rows.Length; n++)
            {
                double probability = 1 / (1 + Math.Exp(-Dot(rows[n], beta)));
                double slope = weights[n] * (probability - right[n]);
                double curvature = weights[n] * probability * (1 - probability);
                for (int i = 0; i < size; i++)
                {
                    gradient[i] += slope * rows[n][i];
                    for (int j = 0; j <= i; j++)
                    {
                        hessian[i, j] += curvature * rows[n][i] * rows[n][j];
                    }
                }
            }

            double[] change = Solve(hessian, gradient);
            for (int i = 0; i < size; i++)
            {
                beta[i] -= change[i];
            }

            if (change.Max(Math.Abs) < SmallestStep)
            {
                break;
            }
        }

        return beta;
    }

    /// <summary>Solves A x = b for a positive definite A, of which the lower half is given: Cholesky's decomposition, in place.</summary>
    private static double[] Solve(double[,] a, double[] b)
    {
        int size = b.Length;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= a[i, k] * a[j, k];
                }

                a[i, j] = i == j ? Math.Sqrt(sum) : sum / a[j, j];
            }
        }

        double[] x = [.. b];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                x[i] -= a[i, k] * x[k];
            }

            x[i] /= a[i, i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < size; k++)
            {
                x[i] -= a[k, i] * x[k];
            }

            x[i] /= a[i, i];
        }

        return x;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Square(double value) => value * value;
}
