using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Filtering;

/// <summary>Looks for directives that import for nothing. Only namespaces of .NET are judged, and only in a file that has a type already.</summary>
internal static class CSharpDirectiveCheck
{
    /// <summary>True where the inserted text imports a namespace of .NET of which nothing is named in the file.</summary>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static bool ImportsForNothing(CSharpEdit edit, CancellationToken cancellationToken)
    {
        var root = (CompilationUnitSyntax)edit.After.GetRoot(cancellationToken);
        string[] imported = [.. root.DescendantNodes(edit.Inserted, node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .Where(directive => directive is { Alias: null, StaticKeyword.RawKind: 0, GlobalKeyword.RawKind: 0, Name: not null } && directive.Span.End <= edit.Inserted.End)
            .Select(directive => directive.Name!.ToString())
            .Where(FrameworkNamespaces.Exists)];
        if (imported.Length == 0 || !root.DescendantNodes().Any(node => node is BaseTypeDeclarationSyntax) || root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia)))
        {
            return false;
        }

        SimpleNameSyntax[] names = [.. root.DescendantNodes(node => node is not UsingDirectiveSyntax, descendIntoTrivia: true).OfType<SimpleNameSyntax>()];
        cancellationToken.ThrowIfCancellationRequested();
        return imported.Any(space => !names.Any(name => IsOf(space, name)) && !(space == "System.Linq" && root.DescendantNodes().Any(node => node is QueryExpressionSyntax)));
    }

    private static bool IsOf(string space, SimpleNameSyntax name)
    {
        string text = name.Identifier.ValueText;
        return FrameworkNamespaces.Declaring(text, name.Arity).Contains(space)
            || FrameworkNamespaces.ExtensionMethods(space).Contains(text)
            || (name.Parent is AttributeSyntax && FrameworkNamespaces.Declaring(text + "Attribute", name.Arity).Contains(space));
    }
}
