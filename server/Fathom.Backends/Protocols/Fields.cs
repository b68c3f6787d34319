using System.Text.Json;

namespace Fathom.Backends.Protocols;

/// <summary>Reads members of answers that may be absent or null.</summary>
internal static class Fields
{
    /// <summary>A text; empty where there is none.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>The elements of an array; none where there is none.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>A log-probability; null where there is none. Some servers write the likeliest token's as a number just above 0.</summary>
    public static float? LogProbability(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? Math.Min(0, value.GetSingle()) : null;
}
