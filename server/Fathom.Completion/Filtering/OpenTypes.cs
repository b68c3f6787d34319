using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Filtering;

/// <summary>Tells where a simple name may be that of a member which another file declares.</summary>
internal static class OpenTypes
{
    // More bases than a file ever holds one above the other; what goes in circles ends here.
    private const int MostBases = 8;

    /// <summary>True where a type around a place is partial, or has a base class that its file does not hold with all bases of its own.</summary>
    public static bool AreAround(SyntaxNode place) => place.Ancestors().OfType<TypeDeclarationSyntax>().Any(type => IsOpen(type, MostBases));

    private static bool IsOpen(TypeDeclarationSyntax type, int bases) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
        // A struct has interfaces alone.
        || (!type.IsKind(SyntaxKind.StructDeclaration) && !type.IsKind(SyntaxKind.RecordStructDeclaration)
            && type.BaseList?.Types.Any(listed => !IsInterface(listed) && !IsClosed(listed.Type, bases - 1)) == true);

    /// <summary>By its name: I, a capital and a small letter. An interface gives no fields to what implements it.</summary>
    private static bool IsInterface(BaseTypeSyntax listed) =>
        listed is not PrimaryConstructorBaseTypeSyntax && LastOf(listed.Type) is ['I', var second, var third, ..] && char.IsUpper(second) && char.IsLower(third);

    private static string? LastOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>True for a class that stands in the same file, with all that it inherits.</summary>
    private static bool IsClosed(TypeSyntax type, int bases)
    {
        if (bases == 0 || type is not SimpleNameSyntax name)
        {
            return false;
        }

        TypeDeclarationSyntax[] same = [.. type.SyntaxTree.GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Where(each => each.Identifier.ValueText == name.Identifier.ValueText && each.Arity == name.Arity)];
        return same is [var only] && !IsOpen(only, bases);
    }
}
