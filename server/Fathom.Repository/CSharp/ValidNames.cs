using System.Collections.Immutable;

namespace Fathom.Repository.CSharp;

/// <summary>How much is known of a place where a name is about to be written.</summary>
public enum NameCertainty
{
    /// <summary>Nothing, or a new name may stand there.</summary>
    Unknown,

    /// <summary>Most valid names are known; others may be, as packages or sources are missing or a new name is possible.</summary>
    Likely,

    /// <summary>No other name compiles.</summary>
    Certain,
}

/// <summary>The names that are valid at a place.</summary>
/// <param name="Certainty">Whether others may be valid too.</param>
/// <param name="Names">The names, each once, with how often the repository writes it; in no order.</param>
public sealed record ValidNames(NameCertainty Certainty, ImmutableArray<KeyValuePair<string, int>> Names)
{
    /// <summary>Nothing is known.</summary>
    public static ValidNames Unknown { get; } = new(NameCertainty.Unknown, []);
}
