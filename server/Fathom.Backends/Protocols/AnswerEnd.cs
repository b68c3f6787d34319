namespace Fathom.Backends.Protocols;

/// <summary>Whether and why an answer ends.</summary>
internal enum AnswerEnd
{
    /// <summary>More may come.</summary>
    None,

    /// <summary>The model ended it.</summary>
    Model,

    /// <summary>A limit ended it.</summary>
    Limit,

    /// <summary>The server gave it up.</summary>
    GivenUp,
}
