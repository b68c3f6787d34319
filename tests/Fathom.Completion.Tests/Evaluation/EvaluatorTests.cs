using System.Runtime.CompilerServices;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Baselines;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private const string Cart = "class Cart\n{\n    int Total(int[] prices)\n    {\n        return «prices.Sum();»\n    }\n}\n";

    [Fact]
    public async Task The_right_answer_matches_in_every_figure()
    {
        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), ScriptedModel.Saying("prices.Sum();"));

        Assert.True(result.ExactMatch);
        Assert.Equal(1, result.EditSimilarity);
        Assert.True(result.IdentifierMatch);
        Assert.True(result.Parses);
        Assert.True(result.Shown);
        Assert.Equal("prices.Sum();", result.Answer);
    }

    [Fact]
    public async Task What_the_right_answers_lose_the_filters_take()
    {
        EvaluationCase kept = Cases.Of(CaseKind.RestOfLine, Cart);
        EvaluationCase lost = Cases.Of(CaseKind.RestOfLine, "class Cart\n{\n    void F()\n    {\n        «First(100);»\n        First(100);\n    }\n}\n");

        CaseResult[] results = [await RunAsync(kept, new RightAnswers([kept])), await RunAsync(lost, new RightAnswers([lost]))];

        Assert.Equal([CompletionOutcome.Shown, CompletionOutcome.FilteredRepeatsSuffix], results.Select(result => result.Outcome));
        Assert.True(results[0].ExactMatch);
    }

    [Fact]
    public async Task Other_signs_with_the_same_names_match_in_identifiers_only()
    {
        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), ScriptedModel.Saying("prices.Sum() + 1;"));

        Assert.False(result.ExactMatch);
        Assert.True(result.IdentifierMatch);
        Assert.Equal(13.0 / 17, result.EditSimilarity, 12);
    }

    [Fact]
    public async Task An_unsure_answer_is_judged_though_it_is_not_shown()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { LogProbability = -3 };

        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), model);

        Assert.Equal(CompletionOutcome.LowConfidence, result.Outcome);
        Assert.True(result.ExactMatch);
        Assert.False(result.Shown);
    }

    [Fact]
    public async Task Where_the_editor_does_not_ask_the_answer_is_judged_too()
    {
        EvaluationCase one = Cases.Of(CaseKind.RestOfLine, "class Cart\n{\n    void F()\n    {\n        A();« B();»\n    }\n}\n");

        CaseResult result = await RunAsync(one, ScriptedModel.Saying(" B();"));

        Assert.Equal(CompletionOutcome.GatedLineComplete, result.Outcome);
        Assert.True(result.ExactMatch);
        Assert.False(result.Shown);
    }

    [Fact]
    public async Task Without_a_suggestion_everything_is_missed()
    {
        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), ScriptedModel.Saying("   "));

        Assert.Null(result.Answer);
        Assert.Null(result.Parses);
        Assert.False(result.ExactMatch);
        Assert.Equal(0, result.EditSimilarity);
    }

    [Fact]
    public async Task An_answer_that_leaves_a_syntax_error_does_not_parse()
    {
        EvaluationCase open = Cases.Of(CaseKind.RestOfLine, "class Cart\n{\n    int Total(int[] prices)\n    {\n        return «prices.Sum();\n    }\n}»\n");

        CaseResult result = await RunAsync(open, ScriptedModel.Saying("prices.Sum();\n"));

        Assert.False(result.Parses);
    }

    [Fact]
    public async Task Other_languages_are_not_parsed()
    {
        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, "def total(prices):\n    return «sum(prices)»\n", "cart.py"), ScriptedModel.Saying("sum(prices)"));

        Assert.True(result.ExactMatch);
        Assert.Null(result.Parses);
    }

    [Fact]
    public async Task The_model_reads_the_file_around_the_hole_and_the_other_files()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum();");
        EvaluationCase one = Cases.Of(CaseKind.RestOfLine, Cart, "Shop/Cart.cs", new ContextFile("Shop/Item.cs", "class Item;\r\n"));

        await RunAsync(one, model);

        CompletionPrompt prompt = Assert.Single(model.Prompts);
        Assert.Equal("Shop/Cart.cs", prompt.Path);
        Assert.Equal(one.Prefix, prompt.Prefix);
        Assert.Equal(one.Suffix, prompt.Suffix);
        Assert.Equal([new ContextFile("Shop/Item.cs", "class Item;\n")], prompt.Context);
    }

    [Fact]
    public async Task A_slow_model_is_waited_for()
    {
        string marked = Cart.Replace(";»", "»;", StringComparison.Ordinal);
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum()")) { Takes = TimeSpan.FromMilliseconds(100) };
        var hasty = new Evaluator(model, CompletionSettings.Default with { TimeBudgetMilliseconds = 10 }, TimeProvider.System);

        CaseResult result = await hasty.RunAsync(Cases.Of(CaseKind.Expression, marked), TestContext.Current.CancellationToken);

        Assert.True(result.ExactMatch);
    }

    [Fact]
    public async Task Latency_is_that_of_the_request_that_asked_the_model()
    {
        CaseResult result = await RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), ScriptedModel.Saying("0;"));

        Assert.Equal(TimeSpan.FromMilliseconds(5), result.Latency);
    }

    [Fact]
    public async Task Choosing_other_files_is_part_of_the_answer_in_a_document_just_opened()
    {
        ScriptedModel model = ScriptedModel.Saying("0;");
        var evaluator = new Evaluator(model, CompletionSettings.Default, new SteppingClock(TimeSpan.FromMilliseconds(5))) { Others = (_, _) => [new ContextFile("Item.cs", "class Item;")] };

        CaseResult result = await evaluator.RunAsync(Cases.Of(CaseKind.RestOfLine, Cart), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMilliseconds(10), result.Latency);
        Assert.Equal([new ContextFile("Item.cs", "class Item;")], Assert.Single(model.Prompts).Context);
    }

    [Fact]
    public async Task While_one_types_what_stood_before_the_last_character_is_known_before_the_clock_starts()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum();");
        var evaluator = new Evaluator(model, CompletionSettings.Default, new SteppingClock(TimeSpan.FromMilliseconds(5))) { IsTyping = true, Others = (_, _) => [] };
        EvaluationCase one = Cases.Of(CaseKind.RestOfLine, Cart);

        CaseResult result = await evaluator.RunAsync(one, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromMilliseconds(5), result.Latency);
        Assert.Equal(one.Prefix[..^1], model.Prompts.First().Prefix);
        Assert.Equal(2, model.Prompts.Count);
        Assert.True(result.ExactMatch);
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_evaluation_with_the_name_of_the_case()
    {
        InvalidDataException failure = await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(Cases.Of(CaseKind.RestOfLine, Cart) with { Id = "cart 5:16" }, new BrokenModel()));

        Assert.Equal("The model failed at case 'cart 5:16': out of memory", failure.Message);
    }

    private static Task<CaseResult> RunAsync(EvaluationCase one, ICompletionModel model) =>
        new Evaluator(model, CompletionSettings.Default, new SteppingClock(TimeSpan.FromMilliseconds(5))).RunAsync(one, TestContext.Current.CancellationToken);

    private sealed class BrokenModel : ICompletionModel
    {
        public string Name => "broken";

        public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
            CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new GeneratedPiece("pri", 1, 0);
            throw new InvalidOperationException("out of memory");
        }

        public ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
