namespace Fathom.Repository.Indexing;

/// <summary>What bringing an index up to date has changed.</summary>
/// <param name="Read">Files that were read because they are new or have changed.</param>
/// <param name="Removed">Files that are gone, or that the rules keep out now.</param>
/// <param name="Unchanged">Files that were up to date.</param>
public sealed record RefreshResult(int Read, int Removed, int Unchanged);
