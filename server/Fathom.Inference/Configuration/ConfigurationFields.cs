using System.Text.Json;

namespace Fathom.Inference.Configuration;

/// <summary>Typed access to the fields of a JSON object whose errors name the field and the file.</summary>
internal sealed class ConfigurationFields(JsonElement fields, string source, string prefix = "")
{
    public bool Has(string name) => TryGet(name, out _);

    public int Int(string name) => TryGet(name, out JsonElement value) ? ToInt(name, value) : throw Missing(name);

    public int Int(string name, int absent) => TryGet(name, out JsonElement value) ? ToInt(name, value) : absent;

    public int? OptionalInt(string name) => TryGet(name, out JsonElement value) ? ToInt(name, value) : null;

    /// <summary>A whole number from 1 to <paramref name="most"/>.</summary>
    public int Size(string name, int most = int.MaxValue)
    {
        int value = Int(name);
        return value < 1 ? throw Bad(name, $"is {value} and must be at least 1")
            : value > most ? throw Bad(name, $"is {value} and must be at most {most}")
            : value;
    }

    public double Number(string name) => TryGet(name, out JsonElement value) ? ToNumber(name, value) : throw Missing(name);

    public double Number(string name, double absent) => TryGet(name, out JsonElement value) ? ToNumber(name, value) : absent;

    /// <summary>A number above 0.</summary>
    public double Positive(string name)
    {
        double value = Number(name);
        return value > 0 ? value : throw Bad(name, $"is {value} and must be above 0");
    }

    public bool Flag(string name, bool absent) => !TryGet(name, out JsonElement value) ? absent : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Bad(name, "must be true or false"),
    };

    public string? Text(string name) => !TryGet(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad(name, "must be a string");

    public int[] Ints(string name) => [.. Items(name).Select(item => ToInt(name, item))];

    /// <summary>A whole number or a list of them; empty where the field is absent.</summary>
    public int[] IntOrInts(string name) => !TryGet(name, out JsonElement value) ? []
        : value.ValueKind == JsonValueKind.Array ? Ints(name) : [ToInt(name, value)];

    public string[] Texts(string name) => [.. Items(name).Select(item =>
        item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad(name, "must be a list of strings"))];

    public ConfigurationFields Object(string name) => !TryGet(name, out JsonElement value) ? throw Missing(name)
        : value.ValueKind == JsonValueKind.Object ? new ConfigurationFields(value, source, $"{prefix}{name}.") : throw Bad(name, "must be an object");

    public InvalidDataException Missing(string name) => new($"{source} has no '{prefix}{name}', which a DeepSeek-V4 model needs.");

    /// <summary>An error that reads "SOURCE: 'FIELD' WHAT.".</summary>
    public InvalidDataException Bad(string name, string what) => new($"{source}: '{prefix}{name}' {what}.");

    private bool TryGet(string name, out JsonElement value) =>
        fields.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private IEnumerable<JsonElement> Items(string name) => !TryGet(name, out JsonElement value) ? throw Missing(name)
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Bad(name, "must be a list");

    private int ToInt(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Bad(name, "must be a whole number");

    private double ToNumber(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number : throw Bad(name, "must be a number");
}
