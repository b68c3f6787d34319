namespace Fathom.Completion.Cursor;

/// <summary>What the line directly below the cursor's says of how that one ends.</summary>
internal enum LineBelow
{
    /// <summary>Nothing.</summary>
    Anything,

    /// <summary>It opens the body of what the cursor's line is the head of.</summary>
    Body,

    /// <summary>It goes on with what the cursor's line begins, which therefore ends no statement.</summary>
    Continuation,

    /// <summary>It declares something: an attribute on the cursor's line belongs to that.</summary>
    Declaration,
}
