namespace Fathom.Repository.Context;

/// <summary>What a piece of context is, in the order in which room is given to them.</summary>
public enum ContextKind
{
    /// <summary>The type of what stands before the dot at the cursor.</summary>
    Receiver,

    /// <summary>Members of the type around the cursor that the model does not see otherwise.</summary>
    OwnMembers,

    /// <summary>The implementation that a test file tests, or the tests of an implementation.</summary>
    Counterpart,

    /// <summary>A type that the code around the cursor uses.</summary>
    UsedType,

    /// <summary>What was edited lately in another file.</summary>
    RecentEdit,

    /// <summary>Code that shares many rare words with that around the cursor.</summary>
    SimilarCode,

    /// <summary>A file as a whole, in a long window.</summary>
    WholeFile,
}
