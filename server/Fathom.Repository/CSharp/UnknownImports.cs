namespace Fathom.Repository.CSharp;

/// <summary>Whether a document imports what is not there to be bound.</summary>
internal enum UnknownImports
{
    /// <summary>All that it imports is bound.</summary>
    None,

    /// <summary>It uses attributes that are not bound: their package may import further names by itself.</summary>
    Presumed,

    /// <summary>It, or its project, names a namespace that is not bound: any type may come from there.</summary>
    Written,
}
