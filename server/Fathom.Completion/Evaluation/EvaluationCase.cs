using Fathom.Completion.Generation;

namespace Fathom.Completion.Evaluation;

/// <summary>A file with a hole, and what stood there: <c>Prefix + Expected + Suffix</c> is the file.</summary>
/// <param name="Id">Names the case to people.</param>
/// <param name="Kind">What was left out.</param>
/// <param name="Path">Path of the file relative to its tree, with forward slashes; its extension tells the language.</param>
/// <param name="Prefix">The text before the hole; the cursor stands at its end.</param>
/// <param name="Suffix">The text after the hole.</param>
/// <param name="Expected">The text of the hole.</param>
/// <param name="Context">Other files that the model may read, least relevant first.</param>
public sealed record EvaluationCase(
    string Id, CaseKind Kind, string Path, string Prefix, string Suffix, string Expected, IReadOnlyList<ContextFile> Context)
{
    /// <summary>True when the text of the hole uses members of types that the project declares; null where that is not known.</summary>
    public bool? UsesOwnMembers { get; init; }
}
