namespace Fathom.Repository.Indexing;

/// <summary>A run of lines that shares words with a question.</summary>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Line">The first line, from 0.</param>
/// <param name="Count">The lines.</param>
/// <param name="Score">Its BM25 score; larger is more similar.</param>
public sealed record SimilarWindow(string Path, int Line, int Count, double Score);
