using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>Tells, of a token of a C# member, whether it is the name of a local or parameter, declares one, uses one.</summary>
internal static class LocalNames
{
    // Words that are identifiers to the lexer and seldom names. Others, such as those before the colon of an attribute, are common names.
    private static readonly HashSet<string> s_contextual =
    [
        "add", "allows", "and", "args", "ascending", "async", "await", "by", "descending", "dynamic", "equals", "extension", "field", "file", "from", "get", "global", "group", "init", "into",
        "join", "let", "managed", "nameof", "nint", "not", "notnull", "nuint", "on", "or", "orderby", "partial", "record", "remove", "required", "scoped", "select", "set", "unmanaged",
        "value", "var", "when", "where", "with", "yield",
    ];

    /// <summary>True of a name as locals and parameters have.</summary>
    public static bool IsName(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) && char.IsAsciiLetterLower(token.ValueText[0]) && !IsContextual(token.ValueText);

    private static bool IsContextual(string text) => s_contextual.Contains(text);

    /// <summary>True where such a name stands as a value, not as a member, a method or the name of an argument.</summary>
    public static bool IsUse(SyntaxToken[] tokens, int i)
    {
        SyntaxKind left = i > 0 ? tokens[i - 1].Kind() : SyntaxKind.None;
        SyntaxKind right = i + 1 < tokens.Length ? tokens[i + 1].Kind() : SyntaxKind.None;
        bool isMember = left is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken;
        bool isArgumentName = right == SyntaxKind.ColonToken && left is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken;
        bool isType = right == SyntaxKind.IdentifierToken && !IsContextual(tokens[i + 1].ValueText);
        bool isLabel = right == SyntaxKind.ColonToken && left is SyntaxKind.None or SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken;
        bool isSet = right == SyntaxKind.EqualsToken && left is SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken && IsInInitialiser(tokens, i);
        return !isMember && !isArgumentName && !isType && !isLabel && !isSet && left != SyntaxKind.GotoKeyword && right is not (SyntaxKind.OpenParenToken or SyntaxKind.ColonColonToken);
    }

    /// <summary>True where such a name is declared.</summary>
    public static bool IsDeclared(SyntaxToken[] tokens, int i)
    {
        SyntaxToken left = i > 0 ? tokens[i - 1] : default;
        SyntaxKind right = i + 1 < tokens.Length ? tokens[i + 1].Kind() : SyntaxKind.None;
        return right == SyntaxKind.EqualsGreaterThanToken || left.Kind() switch
        {
            SyntaxKind.IdentifierToken => !IsContextual(left.ValueText) || left.ValueText is "var" or "dynamic" or "nint" or "nuint" or "from" or "let" or "join" or "into",
            SyntaxKind.GreaterThanToken or SyntaxKind.CloseBracketToken or SyntaxKind.QuestionToken =>
                right is SyntaxKind.EqualsToken or SyntaxKind.InKeyword or SyntaxKind.SemicolonToken or SyntaxKind.CommaToken or SyntaxKind.CloseParenToken && EndsWithType(tokens, i - 1),
            SyntaxKind.OpenParenToken => IsInParametersOfLambda(tokens, i),
            SyntaxKind.CommaToken => IsInParametersOfLambda(tokens, i) || (right == SyntaxKind.EqualsToken && !IsInInitialiser(tokens, i)),
            // A pattern's or a tuple's name: is { } body, (int, int) pair = …
            SyntaxKind.CloseBraceToken => right is SyntaxKind.CloseParenToken or SyntaxKind.AmpersandAmpersandToken or SyntaxKind.BarBarToken or SyntaxKind.QuestionToken,
            SyntaxKind.CloseParenToken => right == SyntaxKind.EqualsToken,
            var kind => SyntaxFacts.IsPredefinedType(kind),
        };
    }

    // What stands behind the innermost brace that is open sets a member, where new or with stands before it: new { a = 1 }, new List<T>(1) { a = 1 }, b with { a = 1 }.
    private static bool IsInInitialiser(SyntaxToken[] tokens, int i)
    {
        int depth = 0;
        while (--i >= 0 && depth >= 0)
        {
            depth += tokens[i].Kind() switch
            {
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => 1,
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => -1,
                _ => 0,
            };
        }

        if (i < 0 || !tokens[i + 1].IsKind(SyntaxKind.OpenBraceToken))
        {
            return false;
        }

        for (; i >= 0; i--)
        {
            switch (tokens[i].Kind())
            {
                case SyntaxKind.NewKeyword when depth == -1:
                    return true;
                case SyntaxKind.IdentifierToken or SyntaxKind.WithKeyword when tokens[i].ValueText == "with" && tokens[i + 1].IsKind(SyntaxKind.OpenBraceToken):
                    return true;
                case SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken:
                    depth++;
                    break;
                case SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken when depth > -1:
                    depth--;
                    break;
                case SyntaxKind.IdentifierToken or SyntaxKind.DotToken or SyntaxKind.LessThanToken or SyntaxKind.GreaterThanToken or SyntaxKind.CommaToken or SyntaxKind.QuestionToken:
                    break;
                case var kind when depth > -1 || SyntaxFacts.IsPredefinedType(kind):
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // Dictionary<string, int[]>, int[] and string? end so, and comparisons, indexers and conditions do not.
    private static bool EndsWithType(SyntaxToken[] tokens, int i)
    {
        while (i > 0 && tokens[i].Kind() is SyntaxKind.QuestionToken or SyntaxKind.OpenBracketToken or SyntaxKind.CloseBracketToken)
        {
            i--;
        }

        int depth = 0;
        for (; i >= 0; i--)
        {
            switch (tokens[i].Kind())
            {
                case SyntaxKind.GreaterThanToken:
                    depth++;
                    break;
                case SyntaxKind.LessThanToken:
                    depth--;
                    break;
                case SyntaxKind.IdentifierToken when depth == 0:
                    return true;
                case SyntaxKind.IdentifierToken or SyntaxKind.DotToken or SyntaxKind.CommaToken or SyntaxKind.QuestionToken or SyntaxKind.OpenBracketToken or SyntaxKind.CloseBracketToken when depth > 0:
                    break;
                case var kind when SyntaxFacts.IsPredefinedType(kind):
                    if (depth == 0)
                    {
                        return true;
                    }

                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // (a, b) => … and var (a, b) = …
    private static bool IsInParametersOfLambda(SyntaxToken[] tokens, int i)
    {
        int start = i;
        while (start > 0 && tokens[start].Kind() is SyntaxKind.IdentifierToken or SyntaxKind.CommaToken)
        {
            start--;
        }

        int end = i;
        while (end < tokens.Length && tokens[end].Kind() is SyntaxKind.IdentifierToken or SyntaxKind.CommaToken)
        {
            end++;
        }

        return end + 1 < tokens.Length
            && tokens[start].IsKind(SyntaxKind.OpenParenToken)
            && tokens[end].IsKind(SyntaxKind.CloseParenToken)
            && (tokens[end + 1].IsKind(SyntaxKind.EqualsGreaterThanToken) || (start > 0 && tokens[start - 1].ValueText == "var"));
    }
}
