using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Symbols;

/// <summary>Writes declarations on one line, without attributes, bodies and values.</summary>
internal static class SignatureText
{
    /// <summary>The declaration of a type up to its body.</summary>
    public static string HeaderOf(BaseTypeDeclarationSyntax type)
    {
        int end = type.OpenBraceToken.IsKind(SyntaxKind.OpenBraceToken) ? type.OpenBraceToken.SpanStart
            : type.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) ? type.SemicolonToken.SpanStart
            : type.Span.End;
        return Between(type, StartOf(type.AttributeLists, type), end);
    }

    /// <summary>The declaration of a member, ending with a semicolon or, of a property, its accessors.</summary>
    public static string Of(MemberDeclarationSyntax member)
    {
        int start = StartOf(member.AttributeLists, member);
        return member switch
        {
            BasePropertyDeclarationSyntax { AccessorList: { } accessors } => $"{Between(member, start, accessors.SpanStart)} {{ {AccessorsOf(accessors)}}}",
            PropertyDeclarationSyntax { ExpressionBody: { } body } => Between(member, start, body.SpanStart) + " { get; }",
            IndexerDeclarationSyntax { ExpressionBody: { } body } => Between(member, start, body.SpanStart) + " { get; }",
            BaseMethodDeclarationSyntax method => Between(member, start, EndOf(method)) + ";",
            _ => Between(member, start, member.Span.End).TrimEnd(';') + ";",
        };
    }

    /// <summary>The declaration of one of the variables of a field or an event.</summary>
    public static string Of(BaseFieldDeclarationSyntax field, VariableDeclaratorSyntax variable)
    {
        int start = StartOf(field.AttributeLists, field);
        return $"{Between(field, start, field.Declaration.Type.Span.End)} {variable.Identifier.ValueText};";
    }

    /// <summary>A node's own text with white space made single.</summary>
    public static string OneLine(SyntaxNode node) => Between(node, node.SpanStart, node.Span.End);

    /// <summary>The last name of a type, without type arguments and the namespaces in front; of an array or a nullable the element's.</summary>
    public static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => SimpleName(qualified.Right),
        AliasQualifiedNameSyntax qualified => SimpleName(qualified.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        NullableTypeSyntax nullable => SimpleName(nullable.ElementType),
        ArrayTypeSyntax array => SimpleName(array.ElementType),
        _ => type.ToString(),
    };

    private static int StartOf(SyntaxList<AttributeListSyntax> attributes, SyntaxNode node) =>
        attributes.Count == 0 ? node.SpanStart : attributes[^1].GetLastToken().GetNextToken().SpanStart;

    private static int EndOf(BaseMethodDeclarationSyntax method) =>
        method is ConstructorDeclarationSyntax { Initializer: { } initializer } ? initializer.SpanStart
        : method.Body?.SpanStart ?? method.ExpressionBody?.SpanStart
        ?? (method.SemicolonToken.IsKind(SyntaxKind.SemicolonToken) ? method.SemicolonToken.SpanStart : method.Span.End);

    private static string AccessorsOf(AccessorListSyntax list)
    {
        var text = new StringBuilder();
        foreach (AccessorDeclarationSyntax accessor in list.Accessors)
        {
            foreach (SyntaxToken modifier in accessor.Modifiers)
            {
                text.Append(modifier.ValueText).Append(' ');
            }

            text.Append(accessor.Keyword.ValueText).Append("; ");
        }

        return text.ToString();
    }

    // Comments between the parts of a declaration are rare, and are left out token by token.
    private static string Between(SyntaxNode node, int start, int end)
    {
        var text = new StringBuilder();
        SyntaxToken before = default;
        foreach (SyntaxToken token in node.DescendantTokens())
        {
            if (token.SpanStart < start || token.Span.Length == 0)
            {
                continue;
            }

            if (token.SpanStart >= end)
            {
                break;
            }

            // A list that begins on a line of its own goes on behind its bracket.
            if (text.Length > 0 && token.SpanStart > before.Span.End && !before.IsKind(SyntaxKind.OpenParenToken))
            {
                text.Append(' ');
            }

            text.Append(token.Text);
            before = token;
        }

        return text.ToString();
    }
}
