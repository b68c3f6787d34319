using System.Globalization;
using Fathom.Completion.Evaluation;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Prints the report of an evaluation as a table.</summary>
internal static class EvaluationPrinter
{
    private const string Nothing = "–";

    /// <summary>
    /// A row for each kind, one for all and one for the cases that ask for members of the project's own types; with several reports a row for each of them in turn. Shares in per cent, a dash where there is nothing to
    /// take a share of.
    /// </summary>
    public static void Print(IReadOnlyList<EvaluationReport> reports, IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(
            "kind", "n", "exact\nmatch", "edit\nsim.", "names\nmatch", "parse", "shown", "exact\nof\nshown", "parse\nof\nshown", "false\nnames", "mean\nms", "p95\nms", "tok.");
        foreach (TableColumn column in table.Columns)
        {
            column.Padding(0, 0, 0, 0).NoWrap();
        }

        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (CaseKind kind in reports[0].Kinds.Select(figures => figures.Key))
        {
            AddRows(table, CaseKinds.NameOf(kind), reports, report => report.Kinds.First(figures => figures.Key == kind).Value);
        }

        AddRows(table, "all", reports, report => report.All);
        if (reports.All(report => report.OwnMembers is not null))
        {
            AddRows(table, "own members", reports, report => report.OwnMembers!);
        }

        string baselines = string.Concat(reports.Skip(1).Select((baseline, i) => $", ({i + 1}) {baseline.Model}"));
        console.WriteLine($"{reports[0].Model}{baselines}, shares in %, shown at the confidence setting '{reports[0].Confidence.ToString().ToLowerInvariant()}'");
        console.Write(table);
    }

    /// <summary>The model's row has the name of the kind, those of the baselines their numbers.</summary>
    private static void AddRows(Table table, string name, IReadOnlyList<EvaluationReport> reports, Func<EvaluationReport, Figures> figures)
    {
        AddRow(table, name, figures(reports[0]));
        foreach ((int index, EvaluationReport baseline) in reports.Skip(1).Index())
        {
            AddRow(table, $"  ({index + 1})", figures(baseline));
        }
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
        figures.BoundShown == 0 ? Nothing : Percent(figures.UnresolvedShown),
        figures.MeanLatency.ToString("F0", CultureInfo.InvariantCulture),
        figures.Percentile95Latency.ToString("F0", CultureInfo.InvariantCulture),
        figures.MeanTokens.ToString("F1", CultureInfo.InvariantCulture));

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
