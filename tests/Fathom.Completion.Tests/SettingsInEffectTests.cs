namespace Fathom.Completion.Tests;

/// <summary>What a user sets is what becomes of the same words of the same model.</summary>
public sealed class SettingsInEffectTests
{
    private const string Body = "class Cart\n{\n    void Fill(int[] prices)\n    {\n        |\n    }\n}\n";
    private const string Block = "if (prices != null)\n        {\n            Add(prices);\n            Add(prices.Length);\n        }";

    /// <summary>Without a time budget: how fast the machine is, is not the subject.</summary>
    private static readonly CompletionSettings s_patient = CompletionSettings.Default with { TimeBudgetMilliseconds = Timeout.Infinite };

    [Fact]
    public async Task Without_multi_line_a_suggestion_ends_with_its_line()
    {
        const string said = "int total = prices\n            .Length;";

        CompletionAnswer whole = await CompleteAsync(Body, said, s_patient);
        CompletionAnswer line = await CompleteAsync(Body, said, s_patient with { MultiLine = false });

        Assert.Equal(said, Assert.Single(whole.Suggestions).Inserted);
        Assert.Equal("int total = prices;", Assert.Single(line.Suggestions).Inserted);
    }

    [Fact]
    public async Task A_suggestion_has_no_more_lines_than_are_set()
    {
        CompletionAnswer whole = await CompleteAsync(Body, Block, s_patient);
        CompletionAnswer cut = await CompleteAsync(Body, Block, s_patient with { MaximumLines = 3 });

        Assert.Equal(5, Assert.Single(whole.Suggestions).Inserted.Split('\n').Length);
        Assert.Equal("if (prices != null)\n        {\n            Add(prices);\n        }", Assert.Single(cut.Suggestions).Inserted);
    }

    [Fact]
    public async Task Without_inside_lines_no_hole_is_filled()
    {
        const string hole = "class Cart\n{\n    object x = a.Concat(|).ToList();\n}\n";

        CompletionAnswer filled = await CompleteAsync(hole, "b.Own()).ToList();", s_patient);
        CompletionAnswer left = await CompleteAsync(hole, "b.Own()).ToList();", s_patient with { InsideLines = false });

        Assert.Equal("b.Own()", Assert.Single(filled.Suggestions).Inserted);
        Assert.Equal((CompletionOutcome.GatedTextAfterCursor, 0), (left.Outcome, left.Suggestions.Count));
    }

    private static Task<CompletionAnswer> CompleteAsync(string marked, string said, CompletionSettings settings) => new CompletionPipeline().CompleteAsync(
        MarkedText.Request(marked, CompletionTrigger.Invoked), settings, ModelState.Ready(ScriptedModel.Saying(said)), TestContext.Current.CancellationToken);
}
