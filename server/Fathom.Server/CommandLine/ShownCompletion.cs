using Fathom.Completion;

namespace Fathom.Server.CommandLine;

/// <summary>What <c>fathom complete</c> prints.</summary>
/// <param name="Document">The file.</param>
/// <param name="Offset">The cursor.</param>
/// <param name="Answer">What came of the request.</param>
/// <param name="Elapsed">Time it took, without loading the model.</param>
internal sealed record ShownCompletion(CompletionDocument Document, int Offset, CompletionAnswer Answer, TimeSpan Elapsed)
{
    /// <summary>The suggestion, or null.</summary>
    public Suggestion? Best => Answer.Suggestions.Count > 0 ? Answer.Suggestions[0] : null;
}
