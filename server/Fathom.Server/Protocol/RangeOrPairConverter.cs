using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>Reads a range as an object, or as the pair <c>[start, end]</c> that vscode-languageclient 9.0.1 and older send.</summary>
internal sealed class RangeOrPairConverter : JsonConverter<Range>
{
    /// <inheritdoc />
    public override Range Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            Position[]? pair = JsonSerializer.Deserialize(ref reader, ProtocolJson.Default.PositionArray);
            return pair is [var start, var end] ? new Range(start, end) : throw new JsonException("a range has to be two positions");
        }

        return JsonSerializer.Deserialize(ref reader, ProtocolJson.Default.Range) ?? throw new JsonException("a range is null");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Range value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, ProtocolJson.Default.Range);
}
