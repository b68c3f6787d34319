namespace Fathom.Backends.Protocols;

/// <summary>What one event of an answer says.</summary>
/// <param name="Text">The next piece of the text; may be empty.</param>
/// <param name="Tokens">How many tokens it stands for, as far as that is known; 0 for no text.</param>
/// <param name="LogProbability">Sum of the natural log-probabilities of those tokens; null where the server does not say.</param>
/// <param name="End">Whether the answer ends with it.</param>
internal readonly record struct AnswerPart(string Text, int Tokens, float? LogProbability, AnswerEnd End = AnswerEnd.None);
