namespace Fathom.Completion.Stopping;

/// <summary>What C# grammar expects at a cursor.</summary>
internal enum CSharpPlace
{
    /// <summary>The rest of something on this line.</summary>
    Line,

    /// <summary>A block has been opened just before the cursor.</summary>
    BlockOpened,

    /// <summary>The head of a method, a type or a statement is complete and its block may follow.</summary>
    BlockExpected,

    /// <summary>A statement, on a blank line.</summary>
    Statement,

    /// <summary>A member of a type, on a blank line.</summary>
    Member,

    /// <summary>A using, a type or a top-level statement, on a blank line.</summary>
    TopLevel,
}
