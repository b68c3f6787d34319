using Microsoft.CodeAnalysis;

namespace Fathom.Completion.Cursor;

/// <summary>
/// Knows the locals and parameters that the rest of a C# member uses and that nothing declares: what is written at the cursor declares them, most likely.
/// </summary>
/// <remarks>Names in strings are not seen.</remarks>
internal static class UndeclaredNames
{
    private const int Most = 8;

    /// <summary>The names, in the order of their first use; empty where none is missing, and where other files may declare them.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="tokens">The tokens around it.</param>
    public static string[] In(CursorContext cursor, MemberTokens tokens)
    {
        if (tokens.IsInPart)
        {
            return [];
        }

        SyntaxToken[] after = tokens.After;
        var used = new OrderedDictionary<string, bool>();
        HashSet<string> declared = [.. tokens.InMember];
        for (int i = 0; i < tokens.End; i++)
        {
            string name = after[i].ValueText;
            if (!LocalNames.IsName(after[i]) || declared.Contains(name))
            {
                continue;
            }

            if (LocalNames.IsDeclared(after, i))
            {
                declared.Add(name);
            }
            else if (LocalNames.IsUse(after, i))
            {
                used.TryAdd(name, true);
            }
        }

        if (used.Count == 0)
        {
            return [];
        }

        IReadOnlySet<string> members = tokens.Members;
        return [.. used.Keys.Where(name => !members.Contains(name) && !IsBeyond(cursor, tokens, name)).Take(Most)];
    }

    // In a part of the document that was not read, where it may be declared.
    private static bool IsBeyond(CursorContext cursor, MemberTokens tokens, string name) =>
        WholeWords.Stands(cursor.Before[..tokens.Offset], name) || WholeWords.Stands(cursor.After[Math.Min(cursor.After.Length, MemberTokens.Reach)..], name);
}
