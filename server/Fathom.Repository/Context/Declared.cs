using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Context;

/// <summary>How a variable is declared: by a type, or by a value whose type it has.</summary>
/// <param name="Type">The type as the source writes it; null for <c>var</c>.</param>
/// <param name="Value">The value, or what is enumerated.</param>
/// <param name="IsElement">True when the variable is an element of the value.</param>
internal sealed record Declared(string? Type, ExpressionSyntax? Value = null, bool IsElement = false);
