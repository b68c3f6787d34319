using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>What a placeholder stands for at one place: nodes beside each other, or one name.</summary>
/// <param name="Span">The text it covers, without what surrounds it.</param>
/// <param name="Node">The node; the first one of a list; null for a name in a declaration, and for a list of nothing.</param>
/// <param name="IsList">Whether it is a list.</param>
internal sealed record Binding(TextSpan Span, SyntaxNode? Node, bool IsList = false)
{
    /// <summary>True for a list of nothing.</summary>
    public bool IsEmpty => IsList && Span.IsEmpty;
}
