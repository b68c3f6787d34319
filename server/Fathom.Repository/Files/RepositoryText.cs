namespace Fathom.Repository.Files;

/// <summary>The text of a file that has passed the gate.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Text">Its text, line ends as <c>\n</c>.</param>
public sealed record RepositoryText(string Path, string Text);
