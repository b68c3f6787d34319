using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>
/// Knows the locals and parameters that the rest of a C# member uses and that nothing declares: what is written at the cursor declares them, most likely.
/// </summary>
/// <remarks>Read from tokens alone, as the text around a cursor is seldom whole. Names in strings are not seen.</remarks>
internal static class UndeclaredNames
{
    private const int Most = 8;

    // Characters on either side, some milliseconds' worth: where a file is longer, a member far away may be taken for missing.
    private const int Reach = 16_000;

    // Words that are identifiers to the lexer and seldom names. Others, such as those before the colon of an attribute, are common names.
    private static readonly HashSet<string> s_contextual =
    [
        "add", "allows", "and", "args", "ascending", "async", "await", "by", "descending", "dynamic", "equals", "extension", "field", "file", "from", "get", "global", "group", "init", "into",
        "join", "let", "managed", "nameof", "nint", "not", "notnull", "nuint", "on", "or", "orderby", "partial", "record", "remove", "required", "scoped", "select", "set", "unmanaged",
        "value", "var", "when", "where", "with", "yield",
    ];

    /// <summary>The names, in the order of their first use; empty in other languages and where none is missing.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static string[] At(CursorContext cursor, CancellationToken cancellationToken)
    {
        if (cursor.Family != LanguageFamily.CSharp)
        {
            return [];
        }

        ReadOnlySpan<char> above = cursor.Before[..cursor.LineStart];
        int start = above.Length > Reach ? above[^Reach..].IndexOf('\n') + 1 + above.Length - Reach : 0;
        SyntaxToken[] before = Tokens(cursor.Before[start..]);
        cancellationToken.ThrowIfCancellationRequested();
        SyntaxToken[] after = Tokens(cursor.After[..Math.Min(cursor.After.Length, Reach)]);
        cancellationToken.ThrowIfCancellationRequested();
        var scope = new MemberScope();
        for (int i = 0; i < before.Length; i++)
        {
            scope.Take(before[i], i + 1 < before.Length ? before[i + 1] : default);
        }

        var used = new OrderedDictionary<string, bool>();
        HashSet<string> declared = [.. scope.InMember];
        int end = EndOfMember(after, scope.IsAmongMembers);
        for (int i = 0; i < end; i++)
        {
            string name = after[i].ValueText;
            if (!IsLocalName(after[i]) || declared.Contains(name))
            {
                continue;
            }

            if (IsDeclared(after, i))
            {
                declared.Add(name);
            }
            else if (IsUse(after, i))
            {
                used.TryAdd(name, true);
            }
        }

        if (used.Count == 0)
        {
            return [];
        }

        for (int i = 0; i < after.Length; i++)
        {
            scope.Take(after[i], i + 1 < after.Length ? after[i + 1] : default);
        }

        return [.. used.Keys.Where(name => !scope.Members.Contains(name)).Take(Most)];
    }

    private static SyntaxToken[] Tokens(ReadOnlySpan<char> text) => [.. SyntaxFactory.ParseTokens(text.ToString())];

    /// <summary>Where the member ends that the cursor is in; between members, where the next one does.</summary>
    private static int EndOfMember(SyntaxToken[] tokens, bool isAmongMembers)
    {
        int depth = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            switch (tokens[i].Kind())
            {
                case SyntaxKind.OpenBraceToken:
                    depth++;
                    break;
                case SyntaxKind.CloseBraceToken when --depth < 0 || (depth == 0 && isAmongMembers):
                case SyntaxKind.SemicolonToken when depth == 0 && isAmongMembers:
                    return i;
            }
        }

        return tokens.Length;
    }

    private static bool IsLocalName(SyntaxToken token) =>
        token.IsKind(SyntaxKind.IdentifierToken) && char.IsAsciiLetterLower(token.ValueText[0]) && !IsContextual(token.ValueText);

    private static bool IsContextual(string text) => s_contextual.Contains(text);

    private static bool IsUse(SyntaxToken[] tokens, int i)
    {
        SyntaxKind left = i > 0 ? tokens[i - 1].Kind() : SyntaxKind.None;
        SyntaxKind right = i + 1 < tokens.Length ? tokens[i + 1].Kind() : SyntaxKind.None;
        bool isMember = left is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken;
        bool isArgumentName = right == SyntaxKind.ColonToken && left is SyntaxKind.OpenParenToken or SyntaxKind.CommaToken;
        return !isMember && !isArgumentName && left != SyntaxKind.GotoKeyword && right is not (SyntaxKind.OpenParenToken or SyntaxKind.ColonColonToken);
    }

    private static bool IsDeclared(SyntaxToken[] tokens, int i)
    {
        SyntaxToken left = i > 0 ? tokens[i - 1] : default;
        SyntaxKind right = i + 1 < tokens.Length ? tokens[i + 1].Kind() : SyntaxKind.None;
        return right == SyntaxKind.EqualsGreaterThanToken || left.Kind() switch
        {
            SyntaxKind.IdentifierToken => !IsContextual(left.ValueText) || left.ValueText is "var" or "dynamic" or "nint" or "nuint" or "from" or "let" or "join" or "into",
            SyntaxKind.GreaterThanToken or SyntaxKind.CloseBracketToken or SyntaxKind.QuestionToken =>
                right is SyntaxKind.EqualsToken or SyntaxKind.InKeyword or SyntaxKind.SemicolonToken or SyntaxKind.CommaToken or SyntaxKind.CloseParenToken && EndsWithType(tokens, i - 1),
            SyntaxKind.OpenParenToken or SyntaxKind.CommaToken => IsInParametersOfLambda(tokens, i),
            var kind => SyntaxFacts.IsPredefinedType(kind),
        };
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
