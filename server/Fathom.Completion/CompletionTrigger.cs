namespace Fathom.Completion;

/// <summary>What made the editor ask.</summary>
public enum CompletionTrigger
{
    /// <summary>The user typed or moved the cursor: one suggestion, and only where one is wanted.</summary>
    Automatic,

    /// <summary>The user asked by a key: several suggestions, and fewer gates.</summary>
    Invoked,
}
