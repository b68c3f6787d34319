using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>The identifiers of a piece of code, in order.</summary>
internal static partial class Identifiers
{
    /// <summary>In C# what Roslyn's lexer calls identifiers, so not keywords, literals or comments; in other languages every word.</summary>
    public static IReadOnlyList<string> In(string text, LanguageFamily family) => family == LanguageFamily.CSharp
        ? [.. SyntaxFactory.ParseTokens(text).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)]
        : [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"[\p{L}_$][\p{L}\p{Nd}_$]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
