using System.Text.Json;
using Fathom.Completion.Prompting;
using Fathom.Completion.Ranking;

namespace Fathom.Completion.Evaluation;

/// <summary>Files that tell case by case what a model answered: one JSON object a line (JSONL).</summary>
public static class PredictionFile
{
    /// <summary>
    /// Writes results, replacing the file: <c>id</c>, <c>kind</c>, <c>expected</c>, <c>written</c> (before the filters), <c>answer</c>, <c>outcome</c>,
    /// <c>exact</c>, <c>edit_similarity</c>, <c>parses</c>, <c>shown</c>, <c>names</c>, <c>confidence</c>, <c>tokens</c>, <c>latency_ms</c> and <c>signals</c>,
    /// and <c>own_members</c> as in <see cref="CaseFile"/>. Absent values are null.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, IEnumerable<CaseResult> results) => JsonLines.Write(file, results, Write);

    private static void Write(Utf8JsonWriter writer, CaseResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("id", result.Case.Id);
        writer.WriteString("kind", CaseKinds.NameOf(result.Case.Kind));
        writer.WriteString("expected", PromptText.Normalize(result.Case.Expected));
        writer.WriteString("written", result.Written);
        writer.WriteString("answer", result.Answer);
        writer.WriteString("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Outcome.ToString()));
        writer.WriteBoolean("exact", result.ExactMatch);
        writer.WriteNumber("edit_similarity", Math.Round(result.EditSimilarity, 4));
        WriteFlag(writer, "parses", result.Parses);
        WriteFlag(writer, "own_members", result.Case.UsesOwnMembers);
        writer.WriteBoolean("shown", result.Shown);
        writer.WriteString("names", JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Names.ToString()));
        writer.WriteNumber("confidence", Math.Round(result.Confidence, 4));
        writer.WriteNumber("tokens", result.Tokens);
        writer.WriteNumber("latency_ms", Math.Round(result.Latency.TotalMilliseconds, 2));
        writer.WriteStartObject("signals");
        foreach ((string name, double signal) in SuggestionSignals.Names.Zip(result.Signals))
        {
            writer.WriteNumber(name, Math.Round(signal, 5));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool? flag)
    {
        if (flag is { } known)
        {
            writer.WriteBoolean(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
