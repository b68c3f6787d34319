using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests;

public sealed class CompletionPipelineTests
{
    private const string Cart = "class Cart\n{\n    int Total(int[] prices)\n    {\n        return |\n    }\n}\n";

    /// <summary>Without a time budget: how fast the machine is, is not the subject.</summary>
    private static readonly CompletionSettings s_patient = CompletionSettings.Default with { TimeBudgetMilliseconds = Timeout.Infinite };
    private readonly CompletionPipeline _pipeline = new();

    [Fact]
    public async Task The_model_continues_the_line()
    {
        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), ScriptedModel.Saying("prices.Sum();"));

        Assert.Equal(CompletionOutcome.Shown, answer.Outcome);
        Assert.Equal("        return prices.Sum();", Assert.Single(answer.Suggestions).Text);
        Assert.Equal("prices.Sum();", answer.Suggestions[0].Inserted);
    }

    /// <summary>Given to Roslyn, it would end the process.</summary>
    [Theory]
    [InlineData("- ", "")]
    [InlineData("(", ")")]
    [InlineData("a == 1 ? 1 : ", "")]
    public async Task A_document_that_is_nested_too_deeply_is_completed_without_Roslyn(string repeated, string other)
    {
        string deep = $"{string.Concat(Enumerable.Repeat(repeated, 20_000))}1{string.Concat(Enumerable.Repeat(other, 20_000))}";
        string marked = Cart.Replace("return", $"int deep = {deep};\n        return", StringComparison.Ordinal);

        CompletionAnswer answer = await Complete(MarkedText.Request(marked), ScriptedModel.Saying("prices.Sum();"));

        Assert.Equal("prices.Sum();", Assert.Single(answer.Suggestions).Inserted);
    }

    [Fact]
    public async Task Typing_the_suggestion_letter_by_letter_asks_the_model_once()
    {
        const string said = "prices.Sum();";
        ScriptedModel model = ScriptedModel.Saying(said);
        CompletionAnswer first = await Complete(MarkedText.Request(Cart), model);
        var texts = new List<string> { first.Suggestions[0].Text };

        for (int typed = 1; typed < said.Length - 1; typed++)
        {
            string marked = Cart.Replace("|", said[..typed] + "|", StringComparison.Ordinal);
            CompletionAnswer answer = await Complete(MarkedText.Request(marked), model);
            Assert.Equal(CompletionOutcome.Recalled, answer.Outcome);
            texts.Add(answer.Suggestions[0].Text);
        }

        Assert.Single(model.Prompts);
        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task A_comment_right_of_the_cursor_stays_behind_the_suggestion()
    {
        CompletionAnswer answer = await Complete(MarkedText.Request("class A\n{\n    int _area = | // in pixels\n}\n"), ScriptedModel.Saying("4 * 4;\n    int _other;\n"), s_patient);

        Suggestion shown = Assert.Single(answer.Suggestions);
        Assert.Equal("    int _area = 4 * 4;", shown.Text);
    }

    [Fact]
    public async Task Line_ends_are_normalised_in_the_prompt_and_closers_right_of_the_cursor_left_out()
    {
        ScriptedModel model = ScriptedModel.Saying("1);");
        string marked = "class A\r\n{\r\n    int x = F(|);\r\n}\r\n";

        await Complete(MarkedText.Request(marked), model);

        CompletionPrompt prompt = Assert.Single(model.Prompts);
        Assert.Equal("class A\n{\n    int x = F(", prompt.Prefix);
        Assert.Equal("\n}\n", prompt.Suffix);
    }

    [Fact]
    public async Task An_unsure_model_is_not_shown_but_answers_when_invoked()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { LogProbability = -3 };

        CompletionAnswer automatic = await Complete(MarkedText.Request(Cart), model);
        CompletionAnswer invoked = await Complete(MarkedText.Request(Cart, CompletionTrigger.Invoked), model);

        Assert.Equal(CompletionOutcome.LowConfidence, automatic.Outcome);
        Assert.Equal(CompletionOutcome.Shown, invoked.Outcome);
    }

    [Fact]
    public async Task A_rejected_text_is_followed_by_one_that_differs_where_the_model_was_least_sure()
    {
        var model = new ScriptedModel(["prices", ".Sum", "({;"], ["prices", ".Max", "();"]) { TakesSecondChoices = true, LogProbabilities = [-0.1f, -0.9f, -0.1f] };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Equal("prices.Max();", Assert.Single(answer.Suggestions).Inserted);
        Assert.Equal([null, "prices.Sum"], model.Avoided);
    }

    [Fact]
    public async Task Then_by_one_that_ends_differently_and_no_more()
    {
        var model = new ScriptedModel(["prices", ".Sum", "({;"]) { TakesSecondChoices = true };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Equal(CompletionOutcome.FilteredSyntax, answer.Outcome);
        Assert.Equal([null, "prices", "prices.Sum({;"], model.Avoided);
    }

    [Fact]
    public async Task Behind_a_directive_that_nothing_needs_comes_one_that_is_not_of_the_framework()
    {
        var model = new ScriptedModel(["System", ".Text", ";"], ["Shop", ";"]) { TakesSecondChoices = true, LogProbabilities = [-0.1f, -0.1f, -0.9f] };

        CompletionAnswer answer = await Complete(MarkedText.Request("using |\n\nclass Cart;\n"), model);

        Assert.Equal("Shop;", Assert.Single(answer.Suggestions).Inserted);
        Assert.Equal([null, "System"], model.Avoided);
    }

    [Fact]
    public async Task A_model_that_is_only_unsure_is_asked_once()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { TakesSecondChoices = true, LogProbability = -3 };

        await Complete(MarkedText.Request(Cart), model);

        Assert.Single(model.Prompts);
    }

    [Fact]
    public async Task What_is_held_back_can_be_looked_at()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { LogProbability = -3 };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Empty(answer.Suggestions);
        Assert.Equal("prices.Sum();", answer.Withheld?.Inserted);
        Assert.Equal("prices.Sum();", answer.Written);
    }

    [Fact]
    public async Task A_models_show_filter_decides_in_place_of_its_probabilities()
    {
        var strict = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { ShowFilter = Filters.Always(0.3) };
        var unsure = new ScriptedModel(ScriptedModel.Cut("prices.Sum();")) { ShowFilter = Filters.Always(0.7), LogProbability = -3 };

        CompletionAnswer hidden = await Complete(MarkedText.Request(Cart), strict);
        CompletionAnswer shown = await Complete(MarkedText.Request(Cart), unsure);

        Assert.Equal(CompletionOutcome.LowConfidence, hidden.Outcome);
        Assert.Equal(0.3, hidden.Withheld!.Confidence, 9);
        Assert.Equal(CompletionOutcome.Shown, shown.Outcome);
    }

    [Theory]
    [InlineData(CompletionTrigger.Automatic, 16)]
    [InlineData(CompletionTrigger.Invoked, 41)]
    public async Task A_text_too_unsure_to_be_shown_is_not_waited_for_unless_it_was_asked_for(CompletionTrigger trigger, int tokens)
    {
        string[] terms = [.. Enumerable.Range(0, 39).Select(i => $"{i} + ")];
        var model = new ScriptedModel([.. terms, "39;"]) { LogProbability = -4, ShowFilter = Filters.ByTotalLogProbability };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart, trigger), model);

        Assert.Equal((trigger == CompletionTrigger.Invoked ? CompletionOutcome.Shown : CompletionOutcome.LowConfidence, tokens), (answer.Outcome, answer.Tokens));
    }

    [Fact]
    public async Task A_model_that_goes_in_circles_is_stopped_long_before_its_limit()
    {
        var model = new ScriptedModel([.. Enumerable.Repeat("total, ", 150)]);

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Equal(CompletionOutcome.FilteredRepeatsPrefix, answer.Outcome);
        Assert.InRange(answer.Tokens, 1, 16);
    }

    [Fact]
    public async Task Confidence_is_that_of_the_shown_tokens()
    {
        var model = new ScriptedModel(["0;", "\n", "    garbage"]) { LogProbability = MathF.Log(0.5f) };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Equal(0.5, answer.Suggestions[0].Confidence, 5);
    }

    [Fact]
    public async Task Invoked_requests_get_different_suggestions()
    {
        var model = new ScriptedModel(["0;"], ["prices.Sum();"], ["0;"]);

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart, CompletionTrigger.Invoked, most: 3), model);

        Assert.Equal(["        return 0;", "        return prices.Sum();"], answer.Suggestions.Select(each => each.Text));
    }

    [Fact]
    public async Task A_model_that_fails_after_its_first_suggestion_leaves_that_one()
    {
        var model = new ScriptedModel(["0;"]) { FailsFrom = 1 };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart, CompletionTrigger.Invoked, most: 3), model);

        Assert.Equal(["        return 0;"], answer.Suggestions.Select(each => each.Text));
    }

    [Fact]
    public async Task A_model_out_of_time_gives_what_is_complete()
    {
        string marked = "class A\n{\n    void F()\n    {|\n}\n";
        var model = new ScriptedModel(ScriptedModel.Cut("\n        G(1);\n        H(2")) { Takes = Timeout.InfiniteTimeSpan };

        // Code that runs for the first time takes its time, and is not the subject.
        await new CompletionPipeline().CompleteAsync(
            MarkedText.Request(marked), s_patient, ModelState.Ready(ScriptedModel.Saying("\n        G(1);\n    }")), CancellationToken.None);

        CompletionAnswer answer = await Complete(
            MarkedText.Request(marked), model, CompletionSettings.Default with { TimeBudgetMilliseconds = 5_000 });

        Assert.Equal("\n        G(1);\n    }", Assert.Single(answer.Suggestions).Inserted);
    }

    [Fact]
    public async Task A_model_out_of_time_with_nothing_complete_times_out()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.")) { Takes = Timeout.InfiniteTimeSpan };

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model, CompletionSettings.Default with { TimeBudgetMilliseconds = 50 });

        Assert.Equal(CompletionOutcome.TimedOut, answer.Outcome);
    }

    [Fact]
    public async Task A_cancelled_request_ends_as_cancelled()
    {
        var model = new ScriptedModel(ScriptedModel.Cut("prices.")) { Takes = Timeout.InfiniteTimeSpan };
        using var cancellation = new CancellationTokenSource();
        Task<CompletionAnswer> running = _pipeline.CompleteAsync(
            MarkedText.Request(Cart), s_patient, ModelState.Ready(model), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Without_a_model_the_outcome_says_why()
    {
        CompletionAnswer loading = await _pipeline.CompleteAsync(
            MarkedText.Request(Cart), CompletionSettings.Default, ModelState.Loading, CancellationToken.None);
        CompletionAnswer failed = await _pipeline.CompleteAsync(
            MarkedText.Request(Cart), CompletionSettings.Default, ModelState.Failed("no file"), CancellationToken.None);

        Assert.Equal(CompletionOutcome.ModelLoading, loading.Outcome);
        Assert.Equal((CompletionOutcome.ModelFailed, "no file"), (failed.Outcome, failed.Detail));
    }

    [Fact]
    public async Task Closers_that_are_there_already_are_no_suggestion()
    {
        CompletionAnswer answer = await Complete(MarkedText.Request("class A\n{\n    int x = F(1|);\n}\n"), ScriptedModel.Saying(");"));

        Assert.Equal(CompletionOutcome.FilteredRepeatsSuffix, answer.Outcome);
    }

    [Fact]
    public async Task Excluded_files_never_reach_the_model()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        CompletionRequest request = MarkedText.Request(Cart);
        request = request with { Document = request.Document with { Path = "obj/Cart.cs" } };

        CompletionAnswer answer = await Complete(request, model);
        await CompletionPipeline.PrefillAsync(request.Document, 0, CompletionSettings.Default, model, CancellationToken.None);

        Assert.Equal(CompletionOutcome.GatedExcluded, answer.Outcome);
        Assert.Empty(model.Prompts);
    }

    [Fact]
    public async Task A_selected_entry_is_what_the_model_goes_on_from()
    {
        ScriptedModel model = ScriptedModel.Saying("(p => p > 0);");
        (string text, int offset) = MarkedText.Split("class A\n{\n    int x = prices.Co|\n}\n");
        var request = new CompletionRequest(
            MarkedText.Document(text), offset, CompletionTrigger.Automatic, 1, new SelectedEntry(offset - 2, offset, "Count"));

        CompletionAnswer answer = await Complete(request, model);

        Assert.EndsWith("prices.Count", model.Prompts.First().Prefix, StringComparison.Ordinal);
        Suggestion suggestion = Assert.Single(answer.Suggestions);
        Assert.Equal((offset - 2, offset, "Count(p => p > 0);"), (suggestion.ReplaceStart, suggestion.ReplaceEnd, suggestion.Text));
    }

    [Fact]
    public async Task Suggestions_that_break_the_syntax_are_not_shown()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum(; }");

        CompletionAnswer answer = await Complete(MarkedText.Request(Cart), model);

        Assert.Equal(CompletionOutcome.FilteredSyntax, answer.Outcome);
    }

    [Theory]
    [InlineData("class A\n{\n    void F()\n    {\n        |\n        G();\n    }\n}\n", "return;", CompletionOutcome.FilteredUnreachable)]
    [InlineData("class A\n{\n    void F()\n    {\n        int total = 1;\n        |\n    }\n}\n", "var total = 2;", CompletionOutcome.FilteredDuplicate)]
    [InlineData("using |\n\nclass Cart;\n", "System.Text;", CompletionOutcome.FilteredUnneeded)]
    public async Task Suggestions_that_would_do_harm_are_not_shown_and_the_outcome_says_which(string marked, string said, CompletionOutcome expected)
    {
        CompletionAnswer answer = await Complete(MarkedText.Request(marked), ScriptedModel.Saying(said));

        Assert.Equal((expected, 0), (answer.Outcome, answer.Suggestions.Count));
    }

    [Fact]
    public async Task A_selected_entry_is_left_alone_where_the_user_wants_that()
    {
        ScriptedModel model = ScriptedModel.Saying("ount();");
        (string text, int offset) = MarkedText.Split("class A\n{\n    int x = prices.C|\n}\n");
        var request = new CompletionRequest(
            MarkedText.Document(text), offset, CompletionTrigger.Automatic, 1, new SelectedEntry(offset - 1, offset, "Capacity"));

        CompletionAnswer answer = await Complete(request, model, CompletionSettings.Default with { ExtendSelectedEntry = false });

        Assert.Equal(CompletionOutcome.FilteredSelectedEntry, answer.Outcome);
        Assert.Empty(model.Prompts);
    }

    [Fact]
    public async Task A_selected_entry_that_is_taken_leaves_the_rest_to_be_recalled()
    {
        ScriptedModel model = ScriptedModel.Saying("(p => p > 0);");
        (string text, int offset) = MarkedText.Split("class A\n{\n    int x = prices.Co|\n}\n");
        await Complete(
            new CompletionRequest(MarkedText.Document(text), offset, CompletionTrigger.Automatic, 1, new SelectedEntry(offset - 2, offset, "Count")), model);

        (string taken, int after) = MarkedText.Split("class A\n{\n    int x = prices.Count|\n}\n");
        CompletionAnswer answer = await Complete(new CompletionRequest(MarkedText.Document(taken), after, CompletionTrigger.Automatic), model);

        Assert.Equal(CompletionOutcome.Recalled, answer.Outcome);
        Assert.Equal("    int x = prices.Count(p => p > 0);", answer.Suggestions[0].Text);
    }

    [Fact]
    public async Task What_needs_no_model_is_known_at_once()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum();");
        CompletionRequest request = MarkedText.Request(Cart);

        CompletionAnswer? before = _pipeline.AnswerAtOnce(request, s_patient);
        await Complete(request, model);
        CompletionAnswer? after = _pipeline.AnswerAtOnce(request, s_patient);
        CompletionAnswer? gated = _pipeline.AnswerAtOnce(request, s_patient with { Enabled = false });

        Assert.Null(before);
        Assert.Equal((CompletionOutcome.Recalled, CompletionOutcome.GatedDisabled), (after!.Outcome, gated!.Outcome));
    }

    [Fact]
    public async Task What_fills_a_hole_stays_while_it_is_typed()
    {
        await Complete(MarkedText.Request("class A\n{\n    object x = a.Concat(|).ToList();\n}\n"), ScriptedModel.Saying("b.Own()).ToList();"));

        CompletionAnswer? answer = _pipeline.AnswerAtOnce(MarkedText.Request("class A\n{\n    object x = a.Concat(b|).ToList();\n}\n"), s_patient);

        Assert.Equal((CompletionOutcome.Recalled, "    object x = a.Concat(b.Own()).ToList();"), (answer!.Outcome, answer.Suggestions[0].Text));
    }

    [Fact]
    public async Task What_another_model_said_is_not_recalled()
    {
        CompletionRequest request = MarkedText.Request(Cart);
        await Complete(request, ScriptedModel.Saying("prices.Sum();"));

        CompletionAnswer? before = _pipeline.AnswerAtOnce(request, s_patient);

        _pipeline.ForgetAll();

        Assert.NotNull(before);
        Assert.Null(_pipeline.AnswerAtOnce(request, s_patient));
    }

    [Fact]
    public async Task A_delay_holds_back_the_model_and_not_what_can_be_recalled()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum();");
        CompletionRequest request = MarkedText.Request(Cart);
        await Complete(request, model);

        CompletionAnswer answer = await Complete(request with { Delay = TimeSpan.FromDays(1) }, model);

        Assert.Equal(CompletionOutcome.Recalled, answer.Outcome);
    }

    [Fact]
    public async Task A_request_that_waits_ends_when_it_is_cancelled()
    {
        ScriptedModel model = ScriptedModel.Saying("prices.Sum();");
        using var cancellation = new CancellationTokenSource();

        Task<CompletionAnswer> waiting = _pipeline.CompleteAsync(
            MarkedText.Request(Cart) with { Delay = TimeSpan.FromDays(1) }, CompletionSettings.Default, ModelState.Ready(model), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(model.Prompts);
    }

    private Task<CompletionAnswer> Complete(CompletionRequest request, ICompletionModel model, CompletionSettings? settings = null) =>
        _pipeline.CompleteAsync(request, settings ?? s_patient, ModelState.Ready(model), CancellationToken.None);
}
