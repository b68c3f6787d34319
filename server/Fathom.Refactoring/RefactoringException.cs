namespace Fathom.Refactoring;

/// <summary>A wish that cannot be fulfilled; the message is a sentence that says why, and what can be done.</summary>
public sealed class RefactoringException : Exception
{
    /// <summary>Why not.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="path">The file that it names, where that is one that nobody asked for.</param>
    public RefactoringException(string message, string? path = null)
        : base(message) => Path = path;

    /// <summary>A file that the sentence names though the wish did not; null where there is none.</summary>
    public string? Path { get; }
}
