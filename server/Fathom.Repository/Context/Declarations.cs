using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Context;

/// <summary>Collects what is declared in a member before a place, and in the types around it.</summary>
internal static class Declarations
{
    /// <summary>The variables in scope by name; the nearest declaration of a name counts.</summary>
    public static Dictionary<string, Declared> Of(SyntaxNode? member, TypeDeclarationSyntax? type, int before)
    {
        var found = new Dictionary<string, Declared>(StringComparer.Ordinal);
        foreach (TypeDeclarationSyntax each in type?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Reverse() ?? [])
        {
            AddMembers(each, found);
        }

        foreach (SyntaxNode node in member?.DescendantNodes(node => node.SpanStart < before) ?? [])
        {
            if (node.SpanStart < before)
            {
                Add(node, found);
            }
        }

        return found;
    }

    private static void AddMembers(TypeDeclarationSyntax type, Dictionary<string, Declared> found)
    {
        foreach (ParameterSyntax parameter in type.ParameterList?.Parameters ?? [])
        {
            Add(parameter, found);
        }

        foreach (MemberDeclarationSyntax member in type.Members)
        {
            switch (member)
            {
                case FieldDeclarationSyntax field:
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                    {
                        found[variable.Identifier.ValueText] = new Declared(field.Declaration.Type.ToString());
                    }

                    break;
                case PropertyDeclarationSyntax property:
                    found[property.Identifier.ValueText] = new Declared(property.Type.ToString());
                    break;
                case MethodDeclarationSyntax method:
                    found[method.Identifier.ValueText] = new Declared(method.ReturnType.ToString());
                    break;
            }
        }
    }

    private static void Add(SyntaxNode node, Dictionary<string, Declared> found)
    {
        switch (node)
        {
            case ParameterSyntax { Type: { } type } parameter:
                found[parameter.Identifier.ValueText] = new Declared(type.ToString());
                break;
            case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable:
                found[variable.Identifier.ValueText] = new Declared(Named(declaration.Type), variable.Initializer?.Value);
                break;
            case ForEachStatementSyntax each:
                found[each.Identifier.ValueText] = new Declared(Named(each.Type), each.Expression, IsElement: true);
                break;
            case DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax name } pattern:
                found[name.Identifier.ValueText] = new Declared(Named(pattern.Type));
                break;
            case DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax name } output:
                found[name.Identifier.ValueText] = new Declared(Named(output.Type));
                break;
            case CatchDeclarationSyntax caught:
                found[caught.Identifier.ValueText] = new Declared(caught.Type.ToString());
                break;
        }
    }

    private static string? Named(TypeSyntax type) => type.IsVar ? null : type.ToString();
}
