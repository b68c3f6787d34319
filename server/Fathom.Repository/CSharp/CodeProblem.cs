namespace Fathom.Repository.CSharp;

/// <summary>Why a text cannot stand where it is inserted.</summary>
public enum CodeProblemKind
{
    /// <summary>A name that nothing declares.</summary>
    UnknownName,

    /// <summary>A type or a namespace has no such member.</summary>
    UnknownMember,

    /// <summary>No method takes these arguments: too many, too few, or of other types.</summary>
    WrongArguments,

    /// <summary>An expression is not of the type that is wanted.</summary>
    WrongType,
}

/// <summary>A problem that a text brings into a document.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Position">Where, in UTF-16 units from the start of the text that was inserted; may lie behind its end.</param>
public sealed record CodeProblem(CodeProblemKind Kind, int Position);
