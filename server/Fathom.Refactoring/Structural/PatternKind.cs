namespace Fathom.Refactoring.Structural;

/// <summary>What a pattern is, in the order in which it is tried.</summary>
internal enum PatternKind
{
    /// <summary>An expression, or a type.</summary>
    Expression,

    /// <summary>A statement.</summary>
    Statement,

    /// <summary>A member, or a declaration of a type.</summary>
    Member,
}
