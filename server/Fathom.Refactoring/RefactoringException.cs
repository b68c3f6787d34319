namespace Fathom.Refactoring;

/// <summary>A wish that cannot be fulfilled; the message is a sentence that says why, and what can be done.</summary>
public sealed class RefactoringException : Exception
{
    /// <summary>Why not.</summary>
    public RefactoringException(string message)
        : base(message)
    {
    }
}
