using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>A source in parts that the compiler finds fault with one by one: members that are no types, heads of types, and the rest (imports, names of namespaces, braces).</summary>
/// <param name="Spans">Members and heads in the order of the text, comments before them included.</param>
/// <param name="Texts">Their texts.</param>
/// <param name="Heads">Which of them are heads, and of what type.</param>
/// <param name="Rest">The text that belongs to none of them.</param>
internal sealed record DocumentParts(IReadOnlyList<TextSpan> Spans, IReadOnlyList<string> Texts, IReadOnlyDictionary<int, BaseTypeDeclarationSyntax> Heads, string Rest)
{
    /// <summary>The parts of a source; null where it has statements that belong to no member, which see each other's names.</summary>
    /// <param name="root">Its syntax.</param>
    public static DocumentParts? Of(SyntaxNode root)
    {
        List<TextSpan> spans = [];
        var heads = new Dictionary<int, BaseTypeDeclarationSyntax>();
        foreach (SyntaxNode node in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            switch (node)
            {
                case GlobalStatementSyntax:
                    return null;
                case BaseTypeDeclarationSyntax type:
                    heads.Add(spans.Count, type);
                    spans.Add(HeadOf(type));
                    spans.AddRange(type is EnumDeclarationSyntax values ? values.Members.Select(value => value.FullSpan) : []);
                    break;
                case MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax:
                    spans.Add(node.FullSpan);
                    break;
            }
        }

        string text = root.ToFullString();
        var rest = new StringBuilder();
        int at = 0;
        foreach (TextSpan span in spans)
        {
            rest.Append(text, at, span.Start - at).Append('\n');
            at = span.End;
        }

        return new DocumentParts(spans, [.. spans.Select(span => text[span.Start..span.End])], heads, rest.Append(text, at, text.Length - at).ToString());
    }

    private static TextSpan HeadOf(BaseTypeDeclarationSyntax type) => TextSpan.FromBounds(type.FullSpan.Start, type.OpenBraceToken.RawKind != 0 ? type.OpenBraceToken.SpanStart : type.FullSpan.End);
}
