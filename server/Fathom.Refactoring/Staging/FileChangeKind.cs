namespace Fathom.Refactoring.Staging;

/// <summary>What an edit does with a file.</summary>
public enum FileChangeKind
{
    /// <summary>Its text changes, or it moves.</summary>
    Edited,

    /// <summary>It is made; there is none before.</summary>
    Created,

    /// <summary>It is deleted.</summary>
    Deleted,
}
