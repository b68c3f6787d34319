using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Refactoring.Structural;

/// <summary>Tells of a text that what is put behind it on the same line would become a comment.</summary>
internal static class LineComments
{
    /// <summary>True where a text ends with a comment that takes the rest of its line.</summary>
    /// <param name="text">C#, or a piece of it.</param>
    public static bool EndIn(string text) => text.Contains("//", StringComparison.Ordinal)
        && SyntaxFactory.ParseTokens(text).TakeLast(2).SelectMany(token => token.LeadingTrivia.Concat(token.TrailingTrivia))
            .LastOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).IsKind(SyntaxKind.SingleLineCommentTrivia);
}
