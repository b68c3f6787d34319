namespace Fathom.Completion.Guidance;

/// <summary>The part of a text that binds at the cursor.</summary>
/// <param name="Text">All of the text, the statements before the first problem, or nothing; all of it too where the compiler has not said.</param>
/// <param name="IsKnown">False where the compiler did not answer in time.</param>
internal readonly record struct SoundPart(string Text, bool IsKnown);
