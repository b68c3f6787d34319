using System.Text;
using System.Text.Json;

namespace Fathom.Completion.Evaluation;

/// <summary>A report as one JSON object.</summary>
public static class EvaluationReportJson
{
    /// <summary>
    /// <c>{"kinds": {KIND: FIGURES, …}, "all": FIGURES, "own_members": FIGURES, "model": …, "confidence": …}</c>; <c>own_members</c> only where cases say so. FIGURES has <c>cases</c>, <c>exact_match</c>,
    /// <c>edit_similarity</c>, <c>identifier_exact_match</c>, <c>parses</c>, <c>shown</c>, <c>exact_match_shown</c>,
    /// <c>parses_shown</c>, <c>unresolved_shown</c> (0 … 1), <c>latency_ms</c> {<c>mean</c>, <c>p95</c>}, <c>tokens</c> {<c>mean</c>, <c>total</c>}, and the counts
    /// <c>suggested</c>, <c>parsed</c> and <c>bound_shown</c>.
    /// </summary>
    /// <param name="report">The model's figures.</param>
    /// <param name="baselines">Where there are any, the array <c>baselines</c> holds the like object of each.</param>
    public static string Write(EvaluationReport report, IReadOnlyList<EvaluationReport>? baselines = null)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            WriteMembers(writer, report);
            if (baselines is { Count: > 0 })
            {
                writer.WriteStartArray("baselines");
                foreach (EvaluationReport baseline in baselines)
                {
                    writer.WriteStartObject();
                    WriteMembers(writer, baseline);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteMembers(Utf8JsonWriter writer, EvaluationReport report)
    {
        writer.WriteStartObject("kinds");
        foreach ((CaseKind kind, Figures figures) in report.Kinds)
        {
            Write(writer, CaseKinds.NameOf(kind), figures);
        }

        writer.WriteEndObject();
        Write(writer, "all", report.All);
        if (report.OwnMembers is { } own)
        {
            Write(writer, "own_members", own);
        }

        writer.WriteString("model", report.Model);
        writer.WriteString("confidence", JsonNamingPolicy.CamelCase.ConvertName(report.Confidence.ToString()));
    }

    private static void Write(Utf8JsonWriter writer, string name, Figures figures)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("cases", figures.Cases);
        writer.WriteNumber("exact_match", Share(figures.ExactMatch));
        writer.WriteNumber("edit_similarity", Share(figures.EditSimilarity));
        writer.WriteNumber("identifier_exact_match", Share(figures.IdentifierExactMatch));
        writer.WriteNumber("parses", Share(figures.Parses));
        writer.WriteNumber("shown", Share(figures.Shown));
        writer.WriteNumber("exact_match_shown", Share(figures.ExactMatchShown));
        writer.WriteNumber("parses_shown", Share(figures.ParsesShown));
        writer.WriteNumber("unresolved_shown", Share(figures.UnresolvedShown));
        writer.WriteStartObject("latency_ms");
        writer.WriteNumber("mean", Math.Round(figures.MeanLatency, 1));
        writer.WriteNumber("p95", Math.Round(figures.Percentile95Latency, 1));
        writer.WriteEndObject();
        writer.WriteStartObject("tokens");
        writer.WriteNumber("mean", Math.Round(figures.MeanTokens, 1));
        writer.WriteNumber("total", figures.Tokens);
        writer.WriteEndObject();
        writer.WriteNumber("suggested", figures.Suggested);
        writer.WriteNumber("parsed", figures.Parsed);
        writer.WriteNumber("bound_shown", figures.BoundShown);
        writer.WriteEndObject();
    }

    private static double Share(double share) => Math.Round(share, 4);
}
