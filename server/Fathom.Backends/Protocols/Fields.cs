using System.Text.Json;

namespace Fathom.Backends.Protocols;

/// <summary>Reads members of answers. Whatever a server sends, what cannot be read counts as absent; only what may not be lost is strict.</summary>
internal static class Fields
{
    /// <summary>A member; null where there is none.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // Names are compared as text, and half of a surrogate pair in one is none.
            return null;
        }
    }

    /// <summary>A text; empty where there is none.</summary>
    public static string Text(this JsonElement element, string name)
    {
        try
        {
            return element.Completion(name);
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>A piece of a completion, which would be another one if something of it were lost; empty where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is no text, as with half of a surrogate pair.</exception>
    public static string Completion(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>The elements of an array; none where there is none.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A log-probability; null where there is none. Some servers write the likeliest token's as a number just above 0.</summary>
    public static float? LogProbability(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value ? Math.Min(0, value.GetSingle()) : null;
}
