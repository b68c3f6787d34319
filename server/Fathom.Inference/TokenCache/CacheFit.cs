namespace Fathom.Inference.TokenCache;

/// <summary>Fits <see cref="CacheWeights"/> by the likelihood of tokens that came.</summary>
/// <remarks>
/// Minimises the mean of −ln p over the observations plus a small penalty on how far the numbers go from where they began, which is what those of levels that
/// hardly occur hold on to. By Adam (Kingma and Ba, 2014) over all observations at once, with a rate that falls to zero: equal observations give equal weights.
/// </remarks>
internal static class CacheFit
{
    private const int Steps = 200;
    private const double Rate = 0.04;
    private const double Penalty = 1e-4;

    /// <summary>Fits.</summary>
    /// <param name="observations">What came; at least one.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="advance">Called with the share that is done, 0 … 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static CacheWeights Fit(IReadOnlyCollection<CacheObservation> observations, CacheWeights start, Action<double> advance, CancellationToken cancellationToken)
    {
        double[] values = [.. start.Values.ToArray()];
        double[] gradient = new double[values.Length];
        double[] first = new double[values.Length];
        double[] second = new double[values.Length];
        for (int step = 1; step <= Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var weights = new CacheWeights([.. values.Select(value => (float)value)]);
            gradient.AsSpan().Clear();
            foreach (CacheObservation observation in observations)
            {
                AddGradient(observation, weights, gradient);
            }

            double rate = Rate * (1 - ((step - 1d) / Steps));
            for (int i = 0; i < values.Length; i++)
            {
                double slope = (-gradient[i] / observations.Count) + (Penalty * (values[i] - start.Values[i]));
                first[i] += 0.1 * (slope - first[i]);
                second[i] += 0.01 * ((slope * slope) - second[i]);
                values[i] -= rate * (first[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(second[i] / (1 - Math.Pow(0.99, step))) + 1e-8);
            }

            advance((double)step / Steps);
        }

        return new CacheWeights([.. values.Select(value => (float)Math.Round(value, 3))]);
    }

    /// <summary>The mean of −log₂ p, in bits a token; NaN of none. Models' probabilities are known up to a factor, so only differences mean something.</summary>
    public static double Bits(IReadOnlyCollection<CacheObservation> observations, CacheWeights weights)
    {
        Span<MixtureStep> steps = stackalloc MixtureStep[CacheLevels.All];
        double sum = 0;
        foreach (CacheObservation observation in observations)
        {
            observation.Mix(weights, steps);
            sum -= Math.Log2(steps[observation.Levels.Length - 1].After);
        }

        return sum / observations.Count;
    }

    private static void AddGradient(CacheObservation observation, CacheWeights weights, Span<double> gradient)
    {
        Span<MixtureStep> all = stackalloc MixtureStep[CacheLevels.All];
        Span<float> slopes = stackalloc float[CacheLevels.All];
        Span<MixtureStep> steps = all[..observation.Levels.Length];
        observation.Mix(weights, steps);
        MixtureStep.Slopes(steps, slopes);
        for (int i = 0; i < steps.Length; i++)
        {
            CacheWeights.AddGradient(steps[i].Evidence, slopes[i], gradient);
        }
    }
}
