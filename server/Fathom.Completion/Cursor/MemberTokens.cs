using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>The tokens around a cursor in a C# file, and which of them belong to the member that the cursor is in.</summary>
/// <remarks>Read as tokens alone, as the text around a cursor is seldom whole.</remarks>
internal sealed class MemberTokens
{
    /// <summary>Characters on either side that are read, some milliseconds' worth: where a file is longer, a member far away may be taken for missing.</summary>
    public const int Reach = 16_000;

    private readonly MemberScope _scope = new();
    private int _taken;

    private MemberTokens(SyntaxToken[] before, SyntaxToken[] after, int offset)
    {
        (Before, After, Offset) = (before, after, offset);
        for (int i = 0; i < before.Length; i++)
        {
            _scope.Take(before[i], i + 1 < before.Length ? before[i + 1] : default);
            if (_scope.InMember.Count == 0)
            {
                Start = i + 1;
            }
        }

        (IsAmongMembers, IsInPart) = (_scope.IsAmongMembers, _scope.IsInPart);
        InMember = new HashSet<string>(_scope.InMember, StringComparer.Ordinal);
        End = EndOfMember();
    }

    /// <summary>The tokens before the cursor, from some line on.</summary>
    public SyntaxToken[] Before { get; }

    /// <summary>Where the text of <see cref="Before"/> begins in the document; spans of its tokens count from there.</summary>
    public int Offset { get; }

    /// <summary>The first of <see cref="Before"/> that belongs to the member.</summary>
    public int Start { get; }

    /// <summary>The tokens behind the cursor.</summary>
    public SyntaxToken[] After { get; }

    /// <summary>How many of <see cref="After"/> belong to the member; between members, to the next one.</summary>
    public int End { get; }

    /// <summary>True where the cursor is in no body.</summary>
    public bool IsAmongMembers { get; }

    /// <summary>True in a partial type, of which other files declare members.</summary>
    public bool IsInPart { get; }

    /// <summary>All names in the member before the cursor, its head among them.</summary>
    public IReadOnlySet<string> InMember { get; }

    /// <summary>Reads; null in other languages.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static MemberTokens? At(CursorContext cursor, CancellationToken cancellationToken)
    {
        if (cursor.Family != LanguageFamily.CSharp)
        {
            return null;
        }

        ReadOnlySpan<char> above = cursor.Before[..cursor.LineStart];
        int start = above.Length > Reach ? above[^Reach..].IndexOf('\n') + 1 + above.Length - Reach : 0;
        SyntaxToken[] before = Tokens(cursor.Before[start..]);
        cancellationToken.ThrowIfCancellationRequested();
        SyntaxToken[] after = Tokens(cursor.After[..Math.Min(cursor.After.Length, Reach)]);
        cancellationToken.ThrowIfCancellationRequested();
        return new MemberTokens(before, after, start);
    }

    /// <summary>The members of all types around the cursor, as far as they are read.</summary>
    public IReadOnlySet<string> Members
    {
        get
        {
            for (; _taken < After.Length; _taken++)
            {
                _scope.Take(After[_taken], _taken + 1 < After.Length ? After[_taken + 1] : default);
            }

            return _scope.Members;
        }
    }

    private static SyntaxToken[] Tokens(ReadOnlySpan<char> text) => [.. SyntaxFactory.ParseTokens(text.ToString())];

    private int EndOfMember()
    {
        int depth = 0;
        for (int i = 0; i < After.Length; i++)
        {
            switch (After[i].Kind())
            {
                case SyntaxKind.OpenBraceToken:
                    depth++;
                    break;
                case SyntaxKind.CloseBraceToken when --depth < 0 || (depth == 0 && IsAmongMembers):
                case SyntaxKind.SemicolonToken when depth == 0 && IsAmongMembers:
                    return i;
            }
        }

        return After.Length;
    }
}
