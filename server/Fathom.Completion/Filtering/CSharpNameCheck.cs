using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Looks for names that a model made up.</summary>
/// <remarks>
/// Locals, parameters and private fields (a small letter or an underscore first) are declared in the file that uses them, so one that occurs nowhere
/// in it does not exist. Types and members may come from anywhere and are not judged, nor is any name in a type that other files may add fields to.
/// </remarks>
internal static class CSharpNameCheck
{
    /// <summary>The first such name in the inserted text that occurs nowhere else and is not declared there; null when there is none.</summary>
    public static string? FindUnknown(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SyntaxNode root = edit.After.GetRoot(cancellationToken);
        var known = new HashSet<string>(StringComparer.Ordinal) { "value", "field", "args" };
        foreach (SyntaxToken token in root.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && (token.Parent is not IdentifierNameSyntax || !IsInside(token.Span, edit.Inserted)))
            {
                known.Add(token.ValueText);
            }
        }

        return root.DescendantNodes(edit.Inserted)
            .OfType<IdentifierNameSyntax>()
            .Where(name => IsInside(name.Span, edit.Inserted) && IsLocalName(name) && !IsUnfinished(name, edit.Inserted))
            .Where(name => !known.Contains(name.Identifier.ValueText) && !OpenTypes.AreAround(name))
            .Select(name => name.Identifier.ValueText)
            .FirstOrDefault();
    }

    private static bool IsInside(TextSpan span, TextSpan inserted) => span.Start >= inserted.Start && span.End <= inserted.End;

    /// <summary>A name at the very end may still be the start of another.</summary>
    private static bool IsUnfinished(IdentifierNameSyntax name, TextSpan inserted) => name.Span.End == inserted.End;

    private static bool IsLocalName(IdentifierNameSyntax name)
    {
        string text = name.Identifier.ValueText;
        bool looksLocal = text.Length > 1 && (char.IsLower(text[0]) || text[0] == '_');
        return looksLocal && !IsContextualKeyword(text) && name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == name,
            MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or AttributeSyntax => false,
            UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax => false,
            // Object initialisers name members of another type.
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
            _ => true,
        };
    }

    private static bool IsContextualKeyword(string text) =>
        SyntaxFacts.GetContextualKeywordKind(text) != SyntaxKind.None || text is "var" or "nameof" or "dynamic" or "notnull" or "unmanaged" or "nint" or "nuint";
}
