using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Calibration;
using Fathom.Completion.Generation;
using Fathom.Inference;
using Fathom.Inference.Tests.Models;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class CacheCalibratorTests : IDisposable
{
    private const string Call = "Write(return, return, number);\n";

    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    private readonly EmbeddedCompletionModel _model = new(
        LanguageModel.Load(ExportedModel.Tiny("completion", configuration => configuration["vocab_size"] = Tiny.VocabularySize)), Tiny);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Beside_a_model_that_knows_nothing_a_document_that_repeats_itself_is_believed_more()
    {
        var calibrator = new CacheCalibrator(_model);
        for (int i = 0; i < 200; i++)
        {
            calibrator.Observe(Case($"{i}.cs", "\nWrite(return,", " return, number);\n"), TestContext.Current.CancellationToken);
        }

        CacheCalibration result = calibrator.Fit(static _ => { }, TestContext.Current.CancellationToken);

        var seenOften = new CacheEvidence(Level: (2 * CacheLevels.Count) + 3, Occurrences: 5, Agreement: 1, ModelLogProbability: -3);
        Assert.True(result.Weights.Belief(seenOften) > CacheWeights.Default.Belief(seenOften));
        Assert.True(result.BitsSaved > 0);
    }

    [Fact]
    public void Tokens_that_only_spell_the_word_at_the_cursor_again_do_not_count()
    {
        IReadOnlyList<CacheObservation> whole = Observe("\n", "Write(return");
        IReadOnlyList<CacheObservation> begun = Observe("\nWrite(retu", "rn");

        Assert.True(begun.Count < whole.Count);
        Assert.All(begun, observation => Assert.Equal(1, observation.Levels[^1].Share));
    }

    [Fact]
    public void Too_few_tokens_are_said_to_be_too_few()
    {
        var calibrator = new CacheCalibrator(_model);
        calibrator.Observe(Case("a.cs", "\nWrite(return,", " return"), TestContext.Current.CancellationToken);

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => calibrator.Fit(static _ => { }, TestContext.Current.CancellationToken));

        Assert.EndsWith("weights need at least 500 from each half of the files.", failure.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<CacheObservation> Observe(string before, string text) =>
        _model.Observe(new CompletionPrompt("a.cs", Call + Call + before, "\n", []), text, TestContext.Current.CancellationToken);

    private static EvaluationCase Case(string path, string before, string expected) =>
        new(path, CaseKind.RestOfLine, path, string.Concat(Enumerable.Repeat(Call, 5)) + before, "\n", expected, []);
}
