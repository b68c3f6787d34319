using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>What C# grammar expects where a name is about to be written.</summary>
internal enum NamePlaceKind
{
    /// <summary>A new name, a comment, a text: nothing that could be looked up.</summary>
    New,

    /// <summary>A member of an expression, a type or a namespace, behind a dot.</summary>
    Member,

    /// <summary>A member that an object initializer sets.</summary>
    Initializer,

    /// <summary>A type or a namespace.</summary>
    Type,

    /// <summary>Anything in scope.</summary>
    Scope,
}

/// <summary>A place for a name in a syntax tree that holds <see cref="Placeholder"/> there.</summary>
/// <param name="Kind">What may stand there.</param>
/// <param name="Name">The placeholder; null where the kind is <see cref="NamePlaceKind.New"/>.</param>
internal readonly record struct NamePlace(NamePlaceKind Kind, IdentifierNameSyntax? Name)
{
    /// <summary>A name that no source has.</summary>
    public const string Placeholder = "fathom_name_";

    /// <summary>Finds what stands at <paramref name="position"/>, where the placeholder begins.</summary>
    public static NamePlace At(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        if (token.SpanStart != position || token.Parent is not IdentifierNameSyntax name || IsDeconstruction(name))
        {
            return default;
        }

        return new NamePlace(KindOf(name), name);
    }

    private static NamePlaceKind KindOf(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => NamePlaceKind.Member,
        MemberBindingExpressionSyntax => NamePlaceKind.Member,
        QualifiedNameSyntax qualified when qualified.Right == name => NamePlaceKind.Member,
        InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax } => NamePlaceKind.Initializer,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax } } set when set.Left == name => NamePlaceKind.Initializer,
        AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax or AttributeSyntax or UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax => NamePlaceKind.New,
        ObjectCreationExpressionSyntax => NamePlaceKind.Type,
        // A statement may begin with a type or with an expression; only what follows tells.
        VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } => NamePlaceKind.Scope,
        _ => SyntaxFacts.IsInTypeOnlyContext(name) ? NamePlaceKind.Type : NamePlaceKind.Scope,
    };

    /// <summary><c>var (a, ▮</c> reads as a call until the bracket closes.</summary>
    private static bool IsDeconstruction(IdentifierNameSyntax name) =>
        name.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "var" } } } };
}
