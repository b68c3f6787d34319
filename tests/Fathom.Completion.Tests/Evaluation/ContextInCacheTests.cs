using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Inference;
using Fathom.Inference.Tests.Models;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class ContextInCacheTests : IDisposable
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    private readonly EmbeddedCompletionModel _model = new(
        LanguageModel.Load(ExportedModel.Tiny("completion", configuration => configuration["vocab_size"] = Tiny.VocabularySize)), Tiny);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Files_that_a_case_names_have_a_say_in_its_answer_and_in_no_other()
    {
        var evaluator = new Evaluator(_model, CompletionSettings.Default, TimeProvider.System) { CachesContext = true };
        EvaluationCase alone = Case();
        EvaluationCase amongOthers = Case(new ContextFile("Other.cs", string.Concat(Enumerable.Repeat("\r\n    Write(return, return, number);\r\n", 20))));

        CaseResult before = await evaluator.RunAsync(alone, TestContext.Current.CancellationToken);
        CaseResult among = await evaluator.RunAsync(amongOthers, TestContext.Current.CancellationToken);
        CaseResult after = await evaluator.RunAsync(alone, TestContext.Current.CancellationToken);

        Assert.StartsWith(" return, number);", among.Written, StringComparison.Ordinal);
        Assert.Equal(before.Written, after.Written);
        Assert.NotEqual(before.Written, among.Written);
        Assert.Equal(0, _model.Cache.Tokens);
    }

    private static EvaluationCase Case(params ContextFile[] context) =>
        new("1", CaseKind.RestOfLine, "Cart.cs", "class Cart\n{\n    Write(return,", "\n}\n", " return, number);", context);
}
