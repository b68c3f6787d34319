namespace Fathom.Completion;

/// <summary>A suggestion: a piece of one line and the text that takes its place.</summary>
/// <param name="ReplaceStart">Offset of the first replaced character: the first column of the cursor's line, so that it stays while the user types.</param>
/// <param name="ReplaceEnd">Offset after the last replaced character: the cursor, or the end of what stands right of it on the line.</param>
/// <param name="Text">The replacing text with <c>\n</c> line ends; it begins with the text between <paramref name="ReplaceStart"/> and the cursor.</param>
/// <param name="Inserted">The part of <paramref name="Text"/> that the model wrote, from the cursor on.</param>
/// <param name="Confidence">Geometric mean of the probabilities of the shown tokens, 0 … 1.</param>
/// <param name="Tokens">Tokens generated for it.</param>
public sealed record Suggestion(int ReplaceStart, int ReplaceEnd, string Text, string Inserted, double Confidence, int Tokens);
