using System.Text.Json;

namespace Fathom.Completion.Ranking;

/// <summary>The file beside a model that holds its <see cref="ShowFilter"/>: JSON with <c>bias</c>, <c>weights</c> by signal and <c>thresholds</c> by setting.</summary>
public static class ShowFilterFile
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "show-filter.json";

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true };

    /// <summary>Reads the filter of the model in a folder; null where it has none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or made for other signals; the message says what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ShowFilter? ReadBeside(string folder)
    {
        string file = Path.Combine(folder, Name);
        return File.Exists(file) ? Read(file) : null;
    }

    /// <summary>Reads a filter.</summary>
    /// <inheritdoc cref="ReadBeside" path="/exception"/>
    public static ShowFilter Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement root = document.RootElement;
            JsonElement weights = root.GetProperty("weights");
            JsonElement thresholds = root.GetProperty("thresholds");
            if (!weights.EnumerateObject().Select(weight => weight.Name).SequenceEqual(SuggestionSignals.Names))
            {
                throw new InvalidDataException($"{file} was made for other signals than this version of Fathom has; make it again with 'fathom calibrate'.");
            }

            return new ShowFilter(
                [.. weights.EnumerateObject().Select(weight => weight.Value.GetDouble())],
                root.GetProperty("bias").GetDouble(),
                Enum.GetValues<ConfidenceLevel>().ToDictionary(level => level, level => thresholds.GetProperty(NameOf(level)).GetDouble()));
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{file} is no show filter ({failure.Message}); make it again with 'fathom calibrate', or delete it to do without.");
        }
    }

    /// <summary>Writes a filter, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, ShowFilter filter)
    {
        using FileStream stream = File.Create(file);
        using var writer = new Utf8JsonWriter(stream, WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("bias", filter.Bias);
        writer.WriteStartObject("weights");
        foreach ((string name, double weight) in SuggestionSignals.Names.Zip(filter.Weights))
        {
            writer.WriteNumber(name, weight);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("thresholds");
        foreach (ConfidenceLevel level in Enum.GetValues<ConfidenceLevel>())
        {
            writer.WriteNumber(NameOf(level), filter.Threshold(level));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string NameOf(ConfidenceLevel level) => JsonNamingPolicy.CamelCase.ConvertName(level.ToString());
}
