namespace Fathom.Repository.Files;

/// <summary>A file of the repository that may be read: it has passed every rule that goes by its path and its size.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="ModifiedUtc">When it was last written.</param>
public sealed record RepositoryFile(string Path, long Length, DateTime ModifiedUtc);
