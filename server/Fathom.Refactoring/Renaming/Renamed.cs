using System.Collections.Immutable;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Renaming;

/// <summary>A renaming that was made, before it is compiled.</summary>
/// <param name="OldName">The name before.</param>
/// <param name="NewName">The name after.</param>
/// <param name="Solution">The solution after it.</param>
/// <param name="Warnings">What a person should know, sentences.</param>
/// <param name="ChangedMeanings">Places that compile and mean something else.</param>
internal sealed record Renamed(string OldName, string NewName, Solution Solution, IReadOnlyList<string> Warnings, ImmutableArray<NewError> ChangedMeanings)
{
    /// <summary>What it does.</summary>
    public string Title => $"rename {OldName} to {NewName}";
}
