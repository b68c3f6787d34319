namespace Fathom.Server.Pauses;

/// <summary>What a pause covers.</summary>
internal enum PauseScope
{
    /// <summary>One document.</summary>
    File,

    /// <summary>All documents of one language.</summary>
    Language,

    /// <summary>Everything.</summary>
    All,
}
