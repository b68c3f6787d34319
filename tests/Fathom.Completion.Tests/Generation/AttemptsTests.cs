namespace Fathom.Completion.Tests.Generation;

public sealed class AttemptsTests
{
    private const string Cart = "class Cart\n{\n    int Total(int[] prices)\n    {\n        return |\n    }\n}\n";
    private const string Useless = "   ";

    [Fact]
    public async Task Where_the_first_text_is_of_no_use_the_model_is_asked_again()
    {
        var model = new ScriptedModel(ScriptedModel.Cut(Useless), ScriptedModel.Cut("prices.Sum();")) { Attempts = 4 };

        CompletionAnswer answer = await CompleteAsync(model, MarkedText.Request(Cart));

        Assert.Equal("prices.Sum();", Assert.Single(answer.Suggestions).Inserted);
        Assert.Equal(2, model.Prompts.Count);
    }

    [Fact]
    public async Task A_sure_text_needs_no_other()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum();"), ScriptedModel.Cut("0;")) { Attempts = 4 };

        await CompleteAsync(model, MarkedText.Request(Cart));

        Assert.Single(model.Prompts);
    }

    [Fact]
    public async Task A_model_that_costs_something_is_asked_once()
    {
        var model = new ScriptedModel(ScriptedModel.Cut(Useless), ScriptedModel.Cut("prices.Sum();"));

        CompletionAnswer answer = await CompleteAsync(model, MarkedText.Request(Cart));

        Assert.Empty(answer.Suggestions);
        Assert.Single(model.Prompts);
    }

    [Fact]
    public async Task Of_unsure_texts_the_surest_is_the_one_held_back()
    {
        var model = new ScriptedModel(ScriptedModel.Cut(Useless), ScriptedModel.Cut("prices.Sum();")) { Attempts = 3, LogProbability = -3 };

        CompletionAnswer answer = await CompleteAsync(model, MarkedText.Request(Cart));

        Assert.Equal(CompletionOutcome.LowConfidence, answer.Outcome);
        Assert.Equal("prices.Sum();", answer.Withheld?.Inserted);
        Assert.Equal(3, model.Prompts.Count);
    }

    [Fact]
    public async Task All_further_texts_together_are_short()
    {
        string[] endless = [.. Enumerable.Range(0, 100).Select(number => $"f{number}(")];
        var model = new ScriptedModel(ScriptedModel.Cut(Useless), endless) { Attempts = 50 };

        CompletionAnswer answer = await CompleteAsync(model, MarkedText.Request(Cart));

        Assert.InRange(answer.Tokens, 64, 64 + 8);
        Assert.Equal(2, model.Prompts.Count);
    }

    private static Task<CompletionAnswer> CompleteAsync(ScriptedModel model, CompletionRequest request) =>
        new CompletionPipeline().CompleteAsync(request, CompletionSettings.Default, ModelState.Ready(model), TestContext.Current.CancellationToken);
}
