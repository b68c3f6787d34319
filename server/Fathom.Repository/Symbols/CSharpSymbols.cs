using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Symbols;

/// <summary>Reads the types of a C# file from its syntax; needs no project and no references.</summary>
internal static class CSharpSymbols
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview, DocumentationMode.None);

    /// <summary>The types that a text declares, outer ones first; none where it is nested too deeply to be read.</summary>
    public static IReadOnlyList<TypeSymbol> In(string path, string text, CancellationToken cancellationToken) =>
        CSharpNesting.IsBearable(text) ? In(path, CSharpSyntaxTree.ParseText(text, s_options, cancellationToken: cancellationToken)) : [];

    /// <summary>The types that a tree declares, outer ones first.</summary>
    public static IReadOnlyList<TypeSymbol> In(string path, SyntaxTree tree)
    {
        var types = new List<TypeSymbol>();
        Add(path, tree.GetRoot(), "", types);
        return types;
    }

    private static void Add(string path, SyntaxNode parent, string scope, List<TypeSymbol> types)
    {
        foreach (SyntaxNode node in parent.ChildNodes())
        {
            switch (node)
            {
                case BaseNamespaceDeclarationSyntax space:
                    Add(path, space, Join(scope, space.Name.ToString()), types);
                    break;
                case BaseTypeDeclarationSyntax type when type.Identifier.ValueText.Length > 0:
                    types.Add(SymbolOf(path, type, scope));
                    Add(path, type, Join(scope, type.Identifier.ValueText), types);
                    break;
                case DelegateDeclarationSyntax made:
                    types.Add(new TypeSymbol(made.Identifier.ValueText, scope, path, LineOf(made.Identifier), SignatureText.Of(made).TrimEnd(';'), [], []));
                    break;
            }
        }
    }

    private static TypeSymbol SymbolOf(string path, BaseTypeDeclarationSyntax type, string scope)
    {
        IReadOnlyList<string> bases = type.BaseList is { } list ? [.. list.Types.Select(each => SignatureText.SimpleName(each.Type))] : [];
        return new TypeSymbol(type.Identifier.ValueText, scope, path, LineOf(type.Identifier), SignatureText.HeaderOf(type), bases, MembersOf(type));
    }

    private static List<MemberSymbol> MembersOf(BaseTypeDeclarationSyntax type)
    {
        var members = new List<MemberSymbol>();
        if (type is EnumDeclarationSyntax values)
        {
            members.AddRange(values.Members.Select(value =>
                new MemberSymbol(value.Identifier.ValueText, values.Identifier.ValueText, value.Identifier.ValueText + ",", IsStatic: true)));
            return members;
        }

        var declaration = (TypeDeclarationSyntax)type;
        if (declaration is RecordDeclarationSyntax { ParameterList: { } parameters })
        {
            members.AddRange(parameters.Parameters.Where(parameter => parameter.Type is not null).Select(parameter => new MemberSymbol(
                parameter.Identifier.ValueText, SignatureText.OneLine(parameter.Type!), $"public {SignatureText.OneLine(parameter.Type!)} {parameter.Identifier.ValueText} {{ get; }}", false)));
        }

        bool isInterface = type is InterfaceDeclarationSyntax;
        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            if (isInterface || IsVisible(member.Modifiers))
            {
                AddMember(member, members);
            }
        }

        return members;
    }

    private static void AddMember(MemberDeclarationSyntax member, List<MemberSymbol> members)
    {
        bool isStatic = member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword);
        switch (member)
        {
            case MethodDeclarationSyntax method:
                members.Add(new MemberSymbol(method.Identifier.ValueText, SignatureText.OneLine(method.ReturnType), SignatureText.Of(method), isStatic));
                break;
            case PropertyDeclarationSyntax property:
                members.Add(new MemberSymbol(property.Identifier.ValueText, SignatureText.OneLine(property.Type), SignatureText.Of(property), isStatic));
                break;
            case ConstructorDeclarationSyntax constructor when !isStatic:
                members.Add(new MemberSymbol(constructor.Identifier.ValueText, "", SignatureText.Of(constructor), IsStatic: true));
                break;
            case BaseFieldDeclarationSyntax field:
                members.AddRange(field.Declaration.Variables.Select(variable => new MemberSymbol(
                    variable.Identifier.ValueText, SignatureText.OneLine(field.Declaration.Type), SignatureText.Of(field, variable), isStatic)));
                break;
            case EventDeclarationSyntax raised:
                members.Add(new MemberSymbol(raised.Identifier.ValueText, SignatureText.OneLine(raised.Type), SignatureText.Of(raised), isStatic));
                break;
            case IndexerDeclarationSyntax indexer:
                members.Add(new MemberSymbol("this", SignatureText.OneLine(indexer.Type), SignatureText.Of(indexer), isStatic));
                break;
        }
    }

    private static bool IsVisible(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.PublicKeyword)
        || modifiers.Any(SyntaxKind.InternalKeyword)
        || modifiers.Any(SyntaxKind.ProtectedKeyword);

    private static string Join(string scope, string name) => scope.Length == 0 ? name : $"{scope}.{name}";

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().StartLinePosition.Line;
}
