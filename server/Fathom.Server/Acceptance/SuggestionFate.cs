namespace Fathom.Server.Acceptance;

/// <summary>What became of a suggestion.</summary>
internal enum SuggestionFate
{
    /// <summary>Not decided, or nothing worth counting: it went before it could be seen, or made room for another one.</summary>
    Open,

    /// <summary>Seen, and not wanted.</summary>
    Rejected,

    /// <summary>Typed letter by letter: it was right, but wrote nothing.</summary>
    TypedThrough,

    /// <summary>A word or a line of it was taken.</summary>
    PartlyAccepted,

    /// <summary>All of it was taken.</summary>
    Accepted,
}
