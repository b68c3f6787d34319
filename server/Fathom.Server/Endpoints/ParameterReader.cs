using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Endpoints;

/// <summary>Reads the parameters of messages; what cannot be read costs one log line and nothing else.</summary>
internal static class ParameterReader
{
    /// <summary>The parameters, or null when they are missing or malformed.</summary>
    public static T? Read<T>(JsonElement parameters, JsonTypeInfo<T> type, string method, ILogger logger)
        where T : class
    {
        try
        {
            return parameters.ValueKind == JsonValueKind.Undefined ? null : parameters.Deserialize(type);
        }
        catch (JsonException malformed)
        {
            logger.LogWarning("{Method} was ignored, its parameters are malformed: {Reason}", method, malformed.Message);
            return null;
        }
    }
}
