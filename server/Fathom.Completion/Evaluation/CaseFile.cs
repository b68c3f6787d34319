using System.Text.Json;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Evaluation;

/// <summary>Files of cases: one JSON object a line (JSONL), with the members of <see cref="EvaluationCase"/> in lower case, <c>own_members</c> where that is known.</summary>
public static class CaseFile
{
    /// <summary>Reads every case. Blank lines and members of other names are passed over.</summary>
    /// <exception cref="InvalidDataException">A line is no case, or there is none; the message names the file and the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<EvaluationCase> Read(string file)
    {
        var cases = new List<EvaluationCase>();
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                cases.Add(Parse(document.RootElement));
            }
            catch (JsonException)
            {
                throw new InvalidDataException($"{file}, line {number}: this is not JSON; every line has to be one JSON object.");
            }
            catch (InvalidDataException failure)
            {
                throw new InvalidDataException($"{file}, line {number}: {failure.Message}");
            }
        }

        return cases.Count > 0 ? cases : throw new InvalidDataException($"{file} holds no cases; 'fathom cases' makes some from a folder of C# sources.");
    }

    /// <summary>Writes cases, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, IEnumerable<EvaluationCase> cases) => JsonLines.Write(file, cases, Write);

    private static void Write(Utf8JsonWriter writer, EvaluationCase one)
    {
        writer.WriteStartObject();
        writer.WriteString("id", one.Id);
        writer.WriteString("kind", CaseKinds.NameOf(one.Kind));
        writer.WriteString("path", one.Path);
        writer.WriteString("prefix", one.Prefix);
        writer.WriteString("suffix", one.Suffix);
        writer.WriteString("expected", one.Expected);
        if (one.UsesOwnMembers is { } uses)
        {
            writer.WriteBoolean("own_members", uses);
        }

        if (one.Context.Count > 0)
        {
            writer.WriteStartArray("context");
            foreach (ContextFile other in one.Context)
            {
                writer.WriteStartObject();
                writer.WriteString("path", other.Path);
                writer.WriteString("text", other.Text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static EvaluationCase Parse(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("a case has to be a JSON object.");
        }

        string kind = TextOf(element, "kind");
        return new EvaluationCase(
            TextOf(element, "id"),
            CaseKinds.Find(kind) ?? throw new InvalidDataException($"'kind' is '{kind}'; it has to be one of {CaseKinds.Names}."),
            TextOf(element, "path"),
            TextOf(element, "prefix"),
            TextOf(element, "suffix"),
            TextOf(element, "expected"),
            ContextOf(element))
        {
            UsesOwnMembers = FlagOf(element, "own_members"),
        };
    }

    private static bool? FlagOf(JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null ? null
        : member.ValueKind is JsonValueKind.True or JsonValueKind.False ? member.GetBoolean()
        : throw new InvalidDataException($"'{name}' is neither true nor false.");

    private static List<ContextFile> ContextOf(JsonElement element)
    {
        var files = new List<ContextFile>();
        if (!element.TryGetProperty("context", out JsonElement context) || context.ValueKind == JsonValueKind.Null)
        {
            return files;
        }

        if (context.ValueKind != JsonValueKind.Array || context.EnumerateArray().Any(other => other.ValueKind != JsonValueKind.Object))
        {
            throw new InvalidDataException("'context' has to be an array of objects with 'path' and 'text'.");
        }

        foreach (JsonElement other in context.EnumerateArray())
        {
            files.Add(new ContextFile(TextOf(other, "path"), TextOf(other, "text")));
        }

        return files;
    }

    private static string TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : throw new InvalidDataException($"'{name}' is missing or is not a string.");
}
