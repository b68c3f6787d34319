using System.Text.Json.Nodes;

namespace Fathom.Backends.Protocols;

/// <summary>One request to a server.</summary>
/// <param name="Path">Path below the address.</param>
/// <param name="Body">The body; null for a request without one, which only reads.</param>
internal sealed record BackendCall(string Path, JsonObject? Body);
