using System.Collections.Immutable;

namespace Fathom.Refactoring.Staging;

/// <summary>An edit of many files that nobody has accepted yet: nothing on disk is touched by it.</summary>
/// <param name="Title">What it does, a few words.</param>
/// <param name="Files">The files that change, in the order of their paths.</param>
/// <param name="NewErrors">What the compiler would find that it does not find now.</param>
/// <param name="Warnings">What a person should know of it, sentences.</param>
public sealed record ChangeSet(string Title, ImmutableArray<FileChange> Files, ImmutableArray<NewError> NewErrors, ImmutableArray<string> Warnings)
{
    /// <summary>Number of single edits; each file that is made or deleted is one.</summary>
    public int Places => Files.Sum(file => file.Places);
}
