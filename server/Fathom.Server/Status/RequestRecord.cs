using Fathom.Completion;
using Fathom.Server.Acceptance;
using Fathom.Server.Protocol;

namespace Fathom.Server.Status;

/// <summary>How one inline request ended.</summary>
/// <param name="Id">Identity of the suggestion, as in the argument of its command.</param>
/// <param name="Uri">The document.</param>
/// <param name="LanguageId">Its language id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Position">The cursor.</param>
/// <param name="Answer">What came of it.</param>
/// <param name="Elapsed">Time from arrival to answer.</param>
internal sealed record RequestRecord(string Id, string Uri, string LanguageId, long Version, Position Position, CompletionAnswer Answer, TimeSpan Elapsed)
{
    /// <summary>What became of its suggestion, as far as it is known.</summary>
    public SuggestionFate Fate { get; init; }
}
