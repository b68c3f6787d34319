namespace Fathom.Server.Models;

/// <summary>Which model to load.</summary>
/// <param name="Folder">The exported folder; null for the model beside the executable.</param>
/// <param name="Threads">Threads for one generation; 0 for the default.</param>
/// <param name="ContextTokens">Most tokens of other files in a prompt; 0 leaves them out.</param>
internal sealed record ModelChoice(string? Folder, int Threads, int ContextTokens = 0);
