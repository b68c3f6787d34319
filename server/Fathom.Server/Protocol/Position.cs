using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>A place in a document, as LSP counts it.</summary>
/// <param name="Line">Line, from 0.</param>
/// <param name="Character">UTF-16 units from the start of the line.</param>
internal sealed record Position(
    [property: JsonConverter(typeof(UIntegerConverter))] int Line,
    [property: JsonConverter(typeof(UIntegerConverter))] int Character);
