namespace Fathom.Repository.Indexing;

/// <summary>What an index holds.</summary>
/// <param name="Files">Files with text.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="Types">Types of C# files.</param>
/// <param name="Skipped">How many files each reason keeps out, of those that had to be read to know.</param>
/// <param name="CacheFile">The cache file.</param>
/// <param name="Bytes">Its size.</param>
public sealed record IndexStatistics(
    int Files, long Lines, int Types, IReadOnlyDictionary<Files.SkipReason, int> Skipped, string CacheFile, long Bytes);
