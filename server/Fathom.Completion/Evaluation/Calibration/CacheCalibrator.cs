using Fathom.Completion.Generation;
using Fathom.Completion.Prompting;
using Fathom.Inference.TokenCache;

namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>Fits how far the cache is believed beside a model, by the likelihood of the texts of cases that the model was not trained on.</summary>
/// <param name="model">The model; what its cache holds is what the cases are read with.</param>
public sealed class CacheCalibrator(EmbeddedCompletionModel model)
{
    private const int LeastTokens = 500;
    private const int Fits = 3;

    private readonly List<CacheObservation>[] _halves = [[], []];

    /// <summary>Reads the text of a case token by token, beside what the cache holds now.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Observe(EvaluationCase one, CancellationToken cancellationToken)
    {
        var prompt = new CompletionPrompt(one.Path, PromptText.Normalize(one.Prefix), PromptText.Normalize(one.Suffix), []);
        _halves[Calibrator.FoldOf(one.Path, 2)].AddRange(model.Observe(prompt, PromptText.Normalize(one.Expected), cancellationToken));
    }

    /// <summary>Fits. Equal observations give equal weights.</summary>
    /// <param name="advance">Called with the share that is done, 0 … 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidDataException">There are too few tokens; the message says how many.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CacheCalibration Fit(Action<double> advance, CancellationToken cancellationToken)
    {
        CacheObservation[] all = [.. _halves[0], .. _halves[1]];
        if (_halves.Min(half => half.Count) < LeastTokens)
        {
            throw new InvalidDataException($"The cases have {all.Length} tokens that the cache knows something of; weights need at least {LeastTokens} from each half of the files.");
        }

        int done = 0;
        CacheWeights before = model.Cache.Weights;
        CacheWeights FitTo(IReadOnlyCollection<CacheObservation> observations)
        {
            CacheWeights fitted = CacheFit.Fit(observations, before, share => advance((done + share) / Fits), cancellationToken);
            done++;
            return fitted;
        }

        double saved = 0;
        for (int half = 0; half < _halves.Length; half++)
        {
            CacheWeights fitted = FitTo(_halves[1 - half]);
            saved += (CacheFit.Bits(_halves[half], before) - CacheFit.Bits(_halves[half], fitted)) * _halves[half].Count;
        }

        return new CacheCalibration(FitTo(all), all.Length, saved / all.Length);
    }
}
