using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Structural;

/// <summary>What a placeholder has to be of: a type, one that derives from it, or one that implements it.</summary>
/// <param name="Placeholder">The placeholder's name, without the sign.</param>
/// <param name="Type">The type: its keyword, its name, or its name with the namespace, without type arguments.</param>
public sealed record TypeConstraint(string Placeholder, string Type)
{
    /// <summary>Reads <c>name=Type</c>.</summary>
    /// <exception cref="RefactoringException">It is not of this form.</exception>
    public static TypeConstraint Read(string text)
    {
        string[] parts = text.Split('=', StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 } name, { Length: > 0 } type]
            ? new TypeConstraint(name.TrimStart('$'), type)
            : throw new RefactoringException($"The constraint '{text}' has to be name=Type, as in logger=ILogger.");
    }

    /// <summary>True where an expression, or the type itself, is of the type.</summary>
    internal bool Holds(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = model.GetTypeInfo(node, cancellationToken).Type ?? model.GetSymbolInfo(node, cancellationToken).Symbol as ITypeSymbol;
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            if (IsNamed(each))
            {
                return true;
            }
        }

        return type?.AllInterfaces.Any(IsNamed) == true;
    }

    private bool IsNamed(ITypeSymbol type)
    {
        ITypeSymbol definition = type.OriginalDefinition;
        return definition.Name == Type
            || definition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) == Type
            || definition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None)) == Type;
    }
}
