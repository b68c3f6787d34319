namespace Fathom.Completion;

/// <summary>A suggestion: a piece of one line and the text that takes its place.</summary>
/// <param name="ReplaceStart">Offset of the first replaced character: the first column of the cursor's line, so that it stays while the user types.</param>
/// <param name="ReplaceEnd">Offset after the last replaced character: the cursor, or the end of what stands right of it on the line.</param>
/// <param name="Text">The replacing text with <c>\n</c> line ends; it begins with the text between <paramref name="ReplaceStart"/> and the cursor.</param>
/// <param name="Inserted">The part of <paramref name="Text"/> that the model wrote, from the cursor on.</param>
/// <param name="Confidence">
/// How likely it is what the user wants, 0 … 1: as the model's show filter says, or, without one, the geometric mean of the probabilities of its tokens.
/// </param>
/// <param name="Tokens">Tokens generated for it.</param>
public sealed record Suggestion(int ReplaceStart, int ReplaceEnd, string Text, string Inserted, double Confidence, int Tokens)
{
    /// <summary>What was known of it when it was decided whether to show it; empty where nothing was decided.</summary>
    public IReadOnlyList<double> Signals { get; init; } = [];
}
