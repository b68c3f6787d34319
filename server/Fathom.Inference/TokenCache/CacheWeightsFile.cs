using System.Text.Json;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// The file beside a model that holds its <see cref="CacheWeights"/>: JSON with <c>contextTokens</c>, the least tokens of each level, and for each scope
/// (<c>repository</c>, <c>neighbours</c>, <c>document</c>, <c>path</c>) <c>bias</c> by level, <c>occurrences</c>, <c>agreement</c> and <c>model</c>.
/// </summary>
public static class CacheWeightsFile
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string Name = "cache-weights.json";

    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true };
    private static readonly string[] Evidence = ["occurrences", "agreement", "model"];

    /// <summary>Reads the weights of the model in a folder; those for any model where it has none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or made for other levels; the message says what to do.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CacheWeights ReadBeside(string folder)
    {
        string file = Path.Combine(folder, Name);
        return File.Exists(file) ? Read(file) : CacheWeights.Default;
    }

    /// <summary>Reads weights.</summary>
    /// <inheritdoc cref="ReadBeside" path="/exception"/>
    public static CacheWeights Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            JsonElement root = document.RootElement;
            if (!root.GetProperty("contextTokens").EnumerateArray().Select(order => order.GetByte()).SequenceEqual(CacheLevels.Orders.ToArray()))
            {
                throw new InvalidDataException($"{file} was made for other levels of the cache than this version of Fathom has; make it again with 'fathom calibrate-cache'.");
            }

            JsonElement[] scopes = [.. Enum.GetValues<CacheScope>().Select(scope => root.GetProperty(NameOf(scope)))];
            float[] values =
            [
                .. scopes.SelectMany(scope => scope.GetProperty("bias").EnumerateArray().Select(Finite)),
                .. scopes.SelectMany(scope => Evidence.Select(name => Finite(scope.GetProperty(name)))),
            ];
            return values.Length == CacheWeights.Length ? new CacheWeights(values) : throw Damaged(file, $"it has {values.Length} numbers instead of {CacheWeights.Length}");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(file, failure.Message);
        }
    }

    /// <summary>Writes weights, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, CacheWeights weights)
    {
        using FileStream stream = File.Create(file);
        using var writer = new Utf8JsonWriter(stream, WriterOptions);
        writer.WriteStartObject();
        WriteArray(writer, "contextTokens", CacheLevels.Orders.ToArray().Select(order => (float)order));
        foreach (CacheScope scope in Enum.GetValues<CacheScope>())
        {
            writer.WriteStartObject(NameOf(scope));
            WriteArray(writer, "bias", weights.Values.Slice((int)scope * CacheLevels.Count, CacheLevels.Count).ToArray());
            foreach ((int i, string name) in Evidence.Index())
            {
                writer.WriteNumber(name, weights.Values[CacheLevels.All + ((int)scope * Evidence.Length) + i]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, IEnumerable<float> values)
    {
        writer.WriteStartArray(name);
        foreach (float value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static float Finite(JsonElement number) =>
        number.GetSingle() is var value && float.IsFinite(value) ? value : throw new FormatException($"{number} is too large");

    private static InvalidDataException Damaged(string file, string why) =>
        new($"{file} holds no weights of the cache ({why}); make it again with 'fathom calibrate-cache', or delete it to do with those for any model.");

    private static string NameOf(CacheScope scope) => JsonNamingPolicy.CamelCase.ConvertName(scope.ToString());
}
