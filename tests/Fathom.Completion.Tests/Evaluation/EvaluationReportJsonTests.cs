using System.Text.Json;
using Fathom.Completion.Evaluation;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class EvaluationReportJsonTests
{
    [Fact]
    public void A_report_has_the_members_that_scripts_read()
    {
        CaseResult[] results = [FiguresTests.Result(true, true, true), FiguresTests.Result(false, true, false), FiguresTests.Result(true, true, true, CaseKind.Block)];

        string json = EvaluationReportJson.Write(EvaluationReport.Of("tiny", ConfidenceLevel.Balanced, results));

        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement kinds = document.RootElement.GetProperty("kinds");
        Assert.Equal(["rest_of_line", "block"], kinds.EnumerateObject().Select(kind => kind.Name));
        JsonElement line = kinds.GetProperty("rest_of_line");
        Assert.Equal(2, line.GetProperty("cases").GetInt32());
        Assert.Equal(0.5, line.GetProperty("exact_match").GetDouble());
        Assert.Equal(1, line.GetProperty("edit_similarity").GetDouble());
        Assert.Equal(0.5, line.GetProperty("identifier_exact_match").GetDouble());
        Assert.Equal(1, line.GetProperty("parses").GetDouble());
        Assert.Equal(0.5, line.GetProperty("shown").GetDouble());
        Assert.Equal(1, line.GetProperty("exact_match_shown").GetDouble());
        Assert.Equal(1, line.GetProperty("parses_shown").GetDouble());
        Assert.Equal(7, line.GetProperty("latency_ms").GetProperty("mean").GetDouble());
        Assert.Equal(7, line.GetProperty("latency_ms").GetProperty("p95").GetDouble());
        Assert.Equal(20, line.GetProperty("tokens").GetProperty("total").GetInt32());
        Assert.Equal(3, document.RootElement.GetProperty("all").GetProperty("cases").GetInt32());
        Assert.Equal("tiny", document.RootElement.GetProperty("model").GetString());
        Assert.Equal("balanced", document.RootElement.GetProperty("confidence").GetString());
    }

    [Fact]
    public void Cases_that_ask_for_the_projects_own_members_are_a_row_of_their_own()
    {
        CaseResult plain = FiguresTests.Result(true, true, true);
        CaseResult own = FiguresTests.Result(false, true, true) with { Names = NameResolution.Unresolved, Case = plain.Case with { UsesOwnMembers = true } };

        using JsonDocument document = JsonDocument.Parse(EvaluationReportJson.Write(EvaluationReport.Of("tiny", ConfidenceLevel.Balanced, [plain, own])));
        using JsonDocument unmarked = JsonDocument.Parse(EvaluationReportJson.Write(EvaluationReport.Of("tiny", ConfidenceLevel.Balanced, [plain])));

        JsonElement row = document.RootElement.GetProperty("own_members");
        Assert.Equal(1, row.GetProperty("cases").GetInt32());
        Assert.Equal(0, row.GetProperty("exact_match").GetDouble());
        Assert.Equal(1, row.GetProperty("unresolved_shown").GetDouble());
        Assert.Equal(1, row.GetProperty("bound_shown").GetInt32());
        Assert.Equal(0.5, document.RootElement.GetProperty("all").GetProperty("exact_match").GetDouble());
        Assert.False(unmarked.RootElement.TryGetProperty("own_members", out _));
    }

    [Fact]
    public void Baselines_are_reports_beside_the_models()
    {
        EvaluationReport report = EvaluationReport.Of("tiny", ConfidenceLevel.Balanced, [FiguresTests.Result(true, true, true)]);
        EvaluationReport baseline = EvaluationReport.Of("5-gram", ConfidenceLevel.Balanced, [FiguresTests.Result(false, true, true)]);

        using JsonDocument document = JsonDocument.Parse(EvaluationReportJson.Write(report, [baseline]));

        JsonElement other = Assert.Single(document.RootElement.GetProperty("baselines").EnumerateArray());
        Assert.Equal("5-gram", other.GetProperty("model").GetString());
        Assert.Equal(0, other.GetProperty("all").GetProperty("exact_match").GetDouble());
        Assert.Equal(1, document.RootElement.GetProperty("all").GetProperty("exact_match").GetDouble());
    }

    [Fact]
    public async Task The_same_cases_give_the_same_report_in_any_order()
    {
        EvaluationCase[] cases =
        [
            Cases.Of(CaseKind.RestOfLine, "class A\n{\n    int B() => «0;»\n}\n"),
            Cases.Of(CaseKind.Expression, "class A\n{\n    int B() => C(«0»);\n}\n"),
        ];

        string first = await ReportAsync(cases);
        string second = await ReportAsync(cases.Reverse());

        Assert.Equal(first, second);
        Assert.Contains("\"exact_match\":1,", first, StringComparison.Ordinal);
    }

    private static async Task<string> ReportAsync(IEnumerable<EvaluationCase> cases)
    {
        ScriptedModel model = ScriptedModel.Saying("0;");
        var evaluator = new Evaluator(model, CompletionSettings.Default, new SteppingClock(TimeSpan.FromMilliseconds(1)));
        var results = new List<CaseResult>();
        foreach (EvaluationCase one in cases)
        {
            results.Add(await evaluator.RunAsync(one, TestContext.Current.CancellationToken));
        }

        return EvaluationReportJson.Write(EvaluationReport.Of(model.Name, ConfidenceLevel.Balanced, results));
    }
}
