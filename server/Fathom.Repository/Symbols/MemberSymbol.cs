namespace Fathom.Repository.Symbols;

/// <summary>A member of a type that code elsewhere can use.</summary>
/// <param name="Name">Its name; of a constructor the type's.</param>
/// <param name="Result">The type of its value as the source writes it; empty where it has none.</param>
/// <param name="Signature">How it is declared, without attributes, body and value, on one line.</param>
/// <param name="IsStatic">True when it is used through the type's name.</param>
public sealed record MemberSymbol(string Name, string Result, string Signature, bool IsStatic);
