namespace Fathom.Completion;

/// <summary>How sure the model must be before a suggestion is shown.</summary>
public enum ConfidenceLevel
{
    /// <summary>Show nearly everything.</summary>
    Eager,

    /// <summary>Hide what is likely wrong.</summary>
    Balanced,

    /// <summary>Show only what is likely right.</summary>
    Quiet,
}
