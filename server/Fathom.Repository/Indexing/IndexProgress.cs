namespace Fathom.Repository.Indexing;

/// <summary>How far the bringing up to date of an index is.</summary>
/// <param name="Done">Files that are up to date.</param>
/// <param name="All">All files; 0 while they are being counted.</param>
public sealed record IndexProgress(int Done, int All);
