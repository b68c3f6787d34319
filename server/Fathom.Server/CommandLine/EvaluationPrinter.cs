using System.Globalization;
using Fathom.Completion.Evaluation;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Prints the report of an evaluation as a table.</summary>
internal static class EvaluationPrinter
{
    private const string Nothing = "–";

    /// <summary>A row for each kind and one for all; shares in per cent, a dash where there is nothing to take a share of.</summary>
    public static void Print(EvaluationReport report, IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(
            "kind", "cases", "exact\nmatch", "edit\nsim.", "ident.\nmatch", "parses", "shown", "exact\nof\nshown", "parses\nof\nshown", "mean\nms", "p95\nms", "tok.");
        foreach (TableColumn column in table.Columns)
        {
            column.Padding(0, 0, 0, 0).NoWrap();
        }

        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach ((CaseKind kind, Figures figures) in report.Kinds)
        {
            AddRow(table, CaseKinds.NameOf(kind), figures);
        }

        AddRow(table, "all", report.All);
        console.WriteLine($"{report.Model}, shares in %, shown at the confidence setting '{report.Confidence.ToString().ToLowerInvariant()}'");
        console.Write(table);
    }

    private static void AddRow(Table table, string name, Figures figures) => table.AddRow(
        name,
        figures.Cases.ToString(CultureInfo.InvariantCulture),
        Percent(figures.ExactMatch),
        Percent(figures.EditSimilarity),
        Percent(figures.IdentifierExactMatch),
        figures.Parsed == 0 ? Nothing : Percent(figures.Parses),
        Percent(figures.Shown),
        figures.Shown == 0 ? Nothing : Percent(figures.ExactMatchShown),
        figures.Shown == 0 || figures.Parsed == 0 ? Nothing : Percent(figures.ParsesShown),
        figures.MeanLatency.ToString("F0", CultureInfo.InvariantCulture),
        figures.Percentile95Latency.ToString("F0", CultureInfo.InvariantCulture),
        figures.MeanTokens.ToString("F1", CultureInfo.InvariantCulture));

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
