namespace Fathom.Completion.Ranking;

/// <summary>
/// Tells how likely a suggestion of one model is what the user wants: logistic regression over <see cref="SuggestionSignals"/>, fitted by
/// <c>fathom calibrate</c> to what the model answered on code it was not trained on.
/// </summary>
public sealed class ShowFilter
{
    private readonly double[] _weights;
    private readonly double _bias;
    private readonly IReadOnlyDictionary<ConfidenceLevel, double> _thresholds;

    /// <param name="weights">A weight for each signal, in their order.</param>
    /// <param name="bias">What is added.</param>
    /// <param name="thresholds">The least probability that each setting shows, 0 … 1.</param>
    /// <exception cref="ArgumentException">The weights are not as many as there are signals, or a setting has no threshold.</exception>
    internal ShowFilter(IReadOnlyList<double> weights, double bias, IReadOnlyDictionary<ConfidenceLevel, double> thresholds)
    {
        if (weights.Count != SuggestionSignals.Names.Count)
        {
            throw new ArgumentException($"There are {SuggestionSignals.Names.Count} signals and {weights.Count} weights.", nameof(weights));
        }

        if (Enum.GetValues<ConfidenceLevel>().Any(level => !thresholds.ContainsKey(level)))
        {
            throw new ArgumentException("Every confidence setting needs a threshold.", nameof(thresholds));
        }

        _weights = [.. weights];
        _bias = bias;
        _thresholds = thresholds;
    }

    /// <summary>The weights, one for each signal in their order.</summary>
    internal IReadOnlyList<double> Weights => _weights;

    /// <summary>The bias.</summary>
    internal double Bias => _bias;

    /// <summary>How likely a suggestion with these signals is right, 0 … 1.</summary>
    internal double Probability(ReadOnlySpan<double> signals)
    {
        double sum = _bias;
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * signals[i];
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>The least probability that a setting shows.</summary>
    internal double Threshold(ConfidenceLevel level) => _thresholds[level];
}
