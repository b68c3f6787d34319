using System.Text;
using Fathom.Repository.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Context;

/// <summary>Writes the members of the type around the cursor, private ones too, that lie outside of what the model reads of the document.</summary>
internal static class OwnMembers
{
    /// <summary>The outline; null where the model sees everything.</summary>
    /// <param name="type">The type around the cursor.</param>
    /// <param name="seenFrom">First character that the model reads.</param>
    /// <param name="seenTo">The character behind the last.</param>
    /// <param name="fits">Tells whether a text fits the budget.</param>
    public static string? Of(TypeDeclarationSyntax type, int seenFrom, int seenTo, Func<string, bool> fits)
    {
        List<string> unseen = [.. type.Members
            .Where(member => member.SpanStart < seenFrom || member.SpanStart > seenTo)
            .Where(member => member is not BaseTypeDeclarationSyntax)
            .SelectMany(Signatures)];
        while (unseen.Count > 0)
        {
            var text = new StringBuilder(SignatureText.HeaderOf(type)).Append("\n{\n");
            unseen.ForEach(signature => text.Append("    ").Append(signature).Append('\n'));
            text.Append("}\n");
            if (fits(text.ToString()))
            {
                return text.ToString();
            }

            unseen.RemoveRange(unseen.Count - Math.Max(1, unseen.Count / 8), Math.Max(1, unseen.Count / 8));
        }

        return null;
    }

    private static IEnumerable<string> Signatures(MemberDeclarationSyntax member) => member is BaseFieldDeclarationSyntax field
        ? field.Declaration.Variables.Select(variable => SignatureText.Of(field, variable))
        : [SignatureText.Of(member)];
}
