using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Structural;

/// <summary>What a placeholder has to be of: a type, one that derives from it, or one that implements it.</summary>
/// <param name="Placeholder">The placeholder's name, without the sign.</param>
/// <param name="Type">The type: its keyword, its name, or its name with the namespace, with its type arguments or without.</param>
public sealed record TypeConstraint(string Placeholder, string Type)
{
    private static readonly SymbolDisplayFormat s_whole = SymbolDisplayFormat.CSharpErrorMessageFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);
    private static readonly SymbolDisplayFormat s_withoutKeywords = s_whole.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private static readonly SymbolDisplayFormat[] s_spellings =
    [
        s_whole,
        s_whole.WithGenericsOptions(SymbolDisplayGenericsOptions.None),
        s_withoutKeywords.WithGenericsOptions(SymbolDisplayGenericsOptions.None),
        SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier),
    ];

    /// <summary>Reads <c>name=Type</c>.</summary>
    /// <exception cref="RefactoringException">It is not of this form.</exception>
    public static TypeConstraint Read(string? text)
    {
        string[] parts = text?.Split('=', StringSplitOptions.TrimEntries) ?? [];
        return parts is [{ Length: > 0 } name, { Length: > 0 } type]
            ? new TypeConstraint(name.TrimStart('$'), type)
            : throw new RefactoringException($"The constraint '{text}' has to be name=Type, as in logger=ILogger.");
    }

    /// <summary>True where an expression, or the type itself, is of the type.</summary>
    internal bool Holds(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        IsOf(model.GetTypeInfo(node, cancellationToken).Type ?? model.GetSymbolInfo(node, cancellationToken).Symbol as ITypeSymbol);

    private bool IsOf(ITypeSymbol? type)
    {
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            if (IsNamed(each))
            {
                return true;
            }
        }

        return type?.AllInterfaces.Any(IsNamed) == true || (type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsOf));
    }

    private bool IsNamed(ITypeSymbol type) => type.Name == Type || s_spellings.Any(spelling => type.ToDisplayString(spelling) == Type);
}
