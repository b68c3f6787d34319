using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>Knows the locals and parameters that a C# member declares above the cursor's line and uses nowhere: they are there to be used.</summary>
internal static class UnusedNames
{
    private const int Most = 8;

    /// <summary>The names, in the order of their declarations; empty outside of bodies, and where all are used.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="tokens">The tokens around it.</param>
    public static string[] In(CursorContext cursor, MemberTokens tokens)
    {
        if (tokens.Start == tokens.Before.Length || (tokens.IsAmongMembers && !IsInExpressionBody(tokens)))
        {
            return [];
        }

        SyntaxToken[] before = tokens.Before[tokens.Start..];
        ReadOnlySpan<char> above = cursor.Before[(tokens.Offset + before[0].SpanStart)..];
        ReadOnlySpan<char> below = cursor.After[..(tokens.End < tokens.After.Length ? tokens.After[tokens.End].SpanStart : Math.Min(cursor.After.Length, MemberTokens.Reach))];
        int lineStart = cursor.LineStart - tokens.Offset;
        var unused = new List<string>();
        for (int i = 0; i < before.Length && before[i].SpanStart < lineStart && unused.Count < Most; i++)
        {
            string name = before[i].ValueText;
            if (LocalNames.IsName(before[i]) && LocalNames.IsDeclared(before, i) && WholeWords.Count(above, name) == 1 && !WholeWords.Stands(below, name))
            {
                unused.Add(name);
            }
        }

        return [.. unused];
    }

    // Behind a method's head, in what it returns or hands on to another constructor.
    private static bool IsInExpressionBody(MemberTokens tokens)
    {
        int depth = 0;
        bool isBehindHead = false;
        foreach (SyntaxToken token in tokens.Before.AsSpan(tokens.Start))
        {
            depth += token.Kind() switch { SyntaxKind.OpenParenToken => 1, SyntaxKind.CloseParenToken => -1, _ => 0 };
            isBehindHead |= depth == 0 && token.Kind() is SyntaxKind.EqualsGreaterThanToken or SyntaxKind.ColonToken;
        }

        return isBehindHead;
    }
}
