using Fathom.Backends;

namespace Fathom.Server.Models;

/// <summary>Which model to use.</summary>
/// <param name="Folder">The exported folder; null for the model beside the executable.</param>
/// <param name="Threads">Threads for one generation; 0 for the default.</param>
/// <param name="ContextTokens">Most tokens of other files in a prompt; 0 leaves them out.</param>
/// <param name="Backend">The model that runs elsewhere; null for the one in this process.</param>
/// <param name="StaysHere">True where the model of this process was named: then no client can have another.</param>
internal sealed record ModelChoice(string? Folder, int Threads, int ContextTokens = 0, BackendChoice? Backend = null, bool StaysHere = false)
{
    /// <summary>The model elsewhere that is to be used where a client asks for one as well: who started the server decides, if it was said.</summary>
    public BackendChoice? BackendBefore(BackendChoice? asked) => StaysHere ? null : Backend ?? asked;
}
