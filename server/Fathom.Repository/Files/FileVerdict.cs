namespace Fathom.Repository.Files;

/// <summary>What the gate says of one path.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Reason">Why it is skipped, or <see cref="SkipReason.None"/>.</param>
/// <param name="File">The file, or null where it is skipped for its path or its size.</param>
public sealed record FileVerdict(string Path, SkipReason Reason, RepositoryFile? File);
