using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>
/// Looks for what is there already: a local of a name that is in scope (CS0128, CS0136), a member of a name that its type has (CS0102, CS0111), a type that its namespace has (CS0101), a case that its switch has (CS0152, CS8120,
/// CS8510), a member that its initialiser sets (CS1912).
/// </summary>
internal static class CSharpDuplicateCheck
{
    /// <summary>True where the inserted text declares, lists or sets what is declared, listed or set there beside it.</summary>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static bool DeclaresAgain(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SyntaxNode root = edit.After.GetRoot(cancellationToken);
        foreach (SyntaxNode node in root.DescendantNodes(edit.Inserted))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isAgain = NameOfLocal(node) is { RawKind: not 0 } local && IsInside(local, edit.Inserted) ? IsLocalAgain(node, local)
                : node is MemberDeclarationSyntax member ? NamesOf(member).Any(name => IsInside(name, edit.Inserted)) && IsMemberAgain(member)
                : EntryOf(node) is { } entry && edit.Inserted.Contains(entry.Span) && IsEntryAgain(node, entry);
            if (isAgain)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What may stand once only among the entries of a switch or an initialiser.</summary>
    private static SyntaxNode? EntryOf(SyntaxNode node) => node switch
    {
        SwitchExpressionArmSyntax { WhenClause: null, Pattern: ConstantPatternSyntax constant } => constant,
        CaseSwitchLabelSyntax label => label.Value,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression }, Left: IdentifierNameSyntax name } => name,
        _ => null,
    };

    private static bool IsEntryAgain(SyntaxNode node, SyntaxNode entry)
    {
        SyntaxNode list = node is SwitchLabelSyntax ? node.Parent!.Parent! : node.Parent!;
        IEnumerable<SyntaxNode> all = list is SwitchStatementSyntax statement ? statement.Sections.SelectMany(section => section.Labels) : list.ChildNodes();
        return all.Any(other => other != node && EntryOf(other)?.IsEquivalentTo(entry, topLevel: false) is true);
    }

    private static bool IsInside(SyntaxToken name, TextSpan inserted) => name.Span.Length > 0 && name.Span.End > inserted.Start && name.Span.Start < inserted.End;

    private static SyntaxToken NameOfLocal(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax or ForStatementSyntax or UsingStatementSyntax or FixedStatementSyntax } variable => variable.Identifier,
        ForEachStatementSyntax each => each.Identifier,
        SingleVariableDesignationSyntax designation => designation.Identifier,
        ParameterSyntax { Parent.Parent: BaseMethodDeclarationSyntax } parameter => parameter.Identifier,
        CatchDeclarationSyntax caught => caught.Identifier,
        _ => default,
    };

    private static bool IsLocalAgain(SyntaxNode declaration, SyntaxToken name)
    {
        // What lambdas and local functions declare has rules of its own.
        if (FunctionOf(declaration) is not MemberDeclarationSyntax and not AccessorDeclarationSyntax)
        {
            return false;
        }

        SyntaxNode function = FunctionOf(declaration)!;
        SyntaxNode scope = ScopeOf(declaration);
        return function.DescendantNodes(node => node == function || !IsFunction(node))
            .Any(other => other != declaration && NameOfLocal(other).ValueText == name.ValueText && ScopeOf(other) is var otherScope && (otherScope.Contains(scope) || scope.Contains(otherScope)));
    }

    private static SyntaxNode? FunctionOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax;

    // What a pattern or an out argument declares belongs to its statement, which is less than the language says and never too much.
    private static SyntaxNode ScopeOf(SyntaxNode declaration) => declaration switch
    {
        ParameterSyntax => FunctionOf(declaration)!,
        ForEachStatementSyntax => declaration,
        CatchDeclarationSyntax => declaration.Parent!,
        _ => declaration.Ancestors().First(node => node is BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or SwitchExpressionArmSyntax
            || (declaration is SingleVariableDesignationSyntax && node is StatementSyntax or SwitchSectionSyntax or CatchClauseSyntax) || node is MemberDeclarationSyntax),
    };

    private static IEnumerable<SyntaxToken> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier),
        PropertyDeclarationSyntax property => [property.Identifier],
        EventDeclarationSyntax custom => [custom.Identifier],
        MethodDeclarationSyntax method => [method.Identifier],
        ConstructorDeclarationSyntax constructor => [constructor.Identifier],
        EnumMemberDeclarationSyntax value => [value.Identifier],
        BaseTypeDeclarationSyntax type => [type.Identifier],
        DelegateDeclarationSyntax type => [type.Identifier],
        _ => [],
    };

    private static bool IsMemberAgain(MemberDeclarationSyntax member)
    {
        HashSet<string> signatures = [.. SignaturesOf(member)];
        bool isAmongMembers = member.Parent is BaseTypeDeclarationSyntax;
        bool isAmongTypes = member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax;
        return (isAmongMembers || isAmongTypes)
            && member.Parent!.ChildNodes().OfType<MemberDeclarationSyntax>().Any(other => other != member && SignaturesOf(other).Any(signatures.Contains));
    }

    /// <summary>What two members of a type cannot share: a name; of methods and constructors the types of the parameters too.</summary>
    private static IEnumerable<string> SignaturesOf(MemberDeclarationSyntax member) => member switch
    {
        TypeDeclarationSyntax type when type.Modifiers.Any(SyntaxKind.PartialKeyword) => [],
        MethodDeclarationSyntax method when method.Modifiers.Any(SyntaxKind.PartialKeyword) => [],
        TypeDeclarationSyntax { Arity: > 0 and var arity } type => [$"{type.Identifier.ValueText}`{arity}"],
        MethodDeclarationSyntax method => [$"{method.ExplicitInterfaceSpecifier}{method.Identifier.ValueText}`{method.Arity}({TypesOf(method.ParameterList)})"],
        ConstructorDeclarationSyntax constructor => [$"{string.Concat(constructor.Modifiers.Where(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)))}.ctor({TypesOf(constructor.ParameterList)})"],
        PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: { } of } property => [$"{of}{property.Identifier.ValueText}"],
        EventDeclarationSyntax { ExplicitInterfaceSpecifier: { } of } custom => [$"{of}{custom.Identifier.ValueText}"],
        PropertyDeclarationSyntax property when property.Modifiers.Any(SyntaxKind.PartialKeyword) => [],
        _ => NamesOf(member).Select(name => name.ValueText),
    };

    private static string TypesOf(ParameterListSyntax parameters) =>
        string.Join(',', parameters.Parameters.Select(parameter => (parameter.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword) ? "ref " : "")
            + parameter.Type?.WithoutTrivia()));
}
