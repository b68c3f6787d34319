namespace Fathom.Repository.Context;

/// <summary>An edit.</summary>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Line">The line, from 0.</param>
public sealed record RecentEdit(string Path, int Line);
