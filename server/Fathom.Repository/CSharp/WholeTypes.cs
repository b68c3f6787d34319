using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>Tells whether all members of a type are known.</summary>
internal static class WholeTypes
{
    /// <summary>
    /// False when a base, an interface or a constraint is not bound, and for a partial type of the sources: a tool may write a further part while the project is
    /// built, however many parts are there.
    /// </summary>
    public static bool Contains(ITypeSymbol type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.All(Contains);
        }

        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            if (IsHalf(each))
            {
                return false;
            }
        }

        return HasKnownBases(type);
    }

    /// <summary>True where every base and interface of a type is bound.</summary>
    public static bool HasKnownBases(ITypeSymbol type)
    {
        for (ITypeSymbol? each = type; each is not null; each = each.BaseType)
        {
            if (each.TypeKind == TypeKind.Error || each.Interfaces.Any(contract => contract.TypeKind == TypeKind.Error))
            {
                return false;
            }
        }

        return type.AllInterfaces.All(contract => contract.TypeKind != TypeKind.Error);
    }

    /// <summary>True for a partial type of the sources.</summary>
    public static bool IsHalf(ITypeSymbol type) =>
        type.DeclaringSyntaxReferences is [var first, ..]
        && first.GetSyntax() is BaseTypeDeclarationSyntax declaration
        && declaration.Modifiers.Any(modifier => modifier.ValueText == "partial");
}
