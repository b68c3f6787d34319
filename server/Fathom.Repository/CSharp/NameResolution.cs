namespace Fathom.Repository.CSharp;

/// <summary>Whether the names of a text mean something where it stands.</summary>
public enum NameResolution
{
    /// <summary>Not known: a name is not bound, and the compiler does not know everything that could declare it.</summary>
    Unknown,

    /// <summary>Every name is bound.</summary>
    Resolved,

    /// <summary>A type, member or variable is named that does not exist.</summary>
    Unresolved,
}
