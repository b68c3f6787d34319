namespace Fathom.Completion.Ranking;

/// <summary>What a suggestion begins.</summary>
internal enum SuggestionPlace
{
    /// <summary>The name of a member, behind a dot.</summary>
    Member,

    /// <summary>An argument, or what follows in a list of arguments.</summary>
    Argument,

    /// <summary>A statement.</summary>
    Statement,

    /// <summary>A type or a member of one.</summary>
    Declaration,

    /// <summary>A using or a namespace.</summary>
    Directive,

    /// <summary>A part of a string.</summary>
    String,

    /// <summary>A part of a comment.</summary>
    Comment,

    /// <summary>Any other piece of an expression or a declaration.</summary>
    Other,
}
