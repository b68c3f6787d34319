using System.Text.Json;
using Fathom.Completion.Evaluation;
using Fathom.Inference.Tests;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class PredictionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_case_is_a_line_that_tells_what_was_answered()
    {
        EvaluationCase one = Cases.Of(CaseKind.RestOfLine, "class Cart\n{\n    int F(int[] prices)\n    {\n        return «prices.Sum();»\n    }\n}\n");
        var evaluator = new Evaluator(ScriptedModel.Saying("prices.Sum();"), CompletionSettings.Default, TimeProvider.System);
        CaseResult result = await evaluator.RunAsync(one, TestContext.Current.CancellationToken);
        string file = _folder.File("predictions.jsonl");

        PredictionFile.Write(file, [result with { Case = one with { UsesOwnMembers = true } }, result with { Answer = null, Parses = null }]);

        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        Assert.Equal("prices.Sum();", first.RootElement.GetProperty("answer").GetString());
        Assert.Equal("shown", first.RootElement.GetProperty("outcome").GetString());
        Assert.True(first.RootElement.GetProperty("exact").GetBoolean());
        Assert.Equal("unknown", first.RootElement.GetProperty("names").GetString());
        Assert.True(first.RootElement.GetProperty("own_members").GetBoolean());
        Assert.Equal(result.Latency.TotalMilliseconds, first.RootElement.GetProperty("latency_ms").GetDouble(), 0.01);
        Assert.Equal(-0.05, first.RootElement.GetProperty("signals").GetProperty("mean_log_probability").GetDouble());
        using JsonDocument second = JsonDocument.Parse(lines[1]);
        Assert.Equal(JsonValueKind.Null, second.RootElement.GetProperty("own_members").ValueKind);
        Assert.Equal(JsonValueKind.Null, second.RootElement.GetProperty("parses").ValueKind);
    }
}
