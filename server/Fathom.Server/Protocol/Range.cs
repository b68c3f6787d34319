namespace Fathom.Server.Protocol;

/// <summary>A part of a document; the end is exclusive.</summary>
internal sealed record Range(Position Start, Position End);
