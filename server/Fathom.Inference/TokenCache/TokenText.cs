namespace Fathom.Inference.TokenCache;

/// <summary>A text in tokens.</summary>
/// <param name="Path">Names the text: its path relative to the repository, with forward slashes.</param>
/// <param name="Tokens">Its ids, without control tokens.</param>
public readonly record struct TokenText(string Path, ReadOnlyMemory<int> Tokens);
