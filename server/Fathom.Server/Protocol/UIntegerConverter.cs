using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>LSP's uinteger, 0 … 2^31−1. Clients send larger numbers for "the end": those are clamped.</summary>
internal sealed class UIntegerConverter : JsonConverter<int>
{
    /// <inheritdoc />
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        double value = reader.GetDouble();
        return value >= 0 ? (int)Math.Min(value, int.MaxValue) : throw new JsonException("a position is negative");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
