using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>Follows the tokens of a C# file from its start: which members its types have, and which names stand in the member that it has come to.</summary>
internal sealed class MemberScope
{
    private readonly Stack<bool> _holdsMembers = new([true]);
    private readonly Stack<bool> _isInPart = new([false]);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inMember = new(StringComparer.Ordinal);
    private bool _isHeadOfType;
    private bool _isHeadOfPart;
    private SyntaxKind _last;
    private int _parentheses;

    /// <summary>The names that are declared between the braces of types, and as parameters of their heads.</summary>
    public IReadOnlySet<string> Members => _members;

    /// <summary>All names in the member that has begun, its head among them.</summary>
    public IReadOnlySet<string> InMember => _inMember;

    /// <summary>True between the braces of a type or a namespace, and outside of all; false in a body.</summary>
    public bool IsAmongMembers => _holdsMembers.Peek();

    /// <summary>True in a partial type, of which other files declare members.</summary>
    public bool IsInPart => _isInPart.Peek();

    /// <summary>Takes the next token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="next">The one after it; the default where there is none.</param>
    public void Take(SyntaxToken token, SyntaxToken next)
    {
        switch (token.Kind())
        {
            case SyntaxKind.OpenBraceToken:
                _isInPart.Push(IsInPart || (IsAmongMembers && _isHeadOfType && _isHeadOfPart));
                _holdsMembers.Push(IsAmongMembers && _isHeadOfType);
                Begin();
                break;
            case SyntaxKind.CloseBraceToken when _holdsMembers.Count > 1:
                _isInPart.Pop();
                _holdsMembers.Pop();
                Begin();
                break;
            case SyntaxKind.SemicolonToken when _parentheses == 0:
                Begin();
                break;
            case SyntaxKind.OpenParenToken:
                _parentheses++;
                break;
            case SyntaxKind.CloseParenToken:
                _parentheses = Math.Max(0, _parentheses - 1);
                break;
            case SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword when _last is SyntaxKind.ColonToken or SyntaxKind.CommaToken:
                // What a type argument has to be.
                break;
            case SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword or SyntaxKind.InterfaceKeyword or SyntaxKind.EnumKeyword or SyntaxKind.NamespaceKeyword:
                _isHeadOfType = true;
                break;
            case SyntaxKind.IdentifierToken:
                _isHeadOfPart |= token.ValueText == "partial";
                TakeName(token.ValueText, next.Kind());
                break;
        }

        _last = token.Kind();
    }

    private void TakeName(string name, SyntaxKind next)
    {
        _isHeadOfType |= name == "record" && IsAmongMembers && next is SyntaxKind.IdentifierToken or SyntaxKind.ClassKeyword or SyntaxKind.StructKeyword;
        _inMember.Add(name);
        bool isMember = _parentheses == 0
            ? next is SyntaxKind.SemicolonToken or SyntaxKind.EqualsToken or SyntaxKind.OpenBraceToken or SyntaxKind.EqualsGreaterThanToken or SyntaxKind.OpenParenToken or SyntaxKind.CommaToken
            : _isHeadOfType && next is SyntaxKind.CommaToken or SyntaxKind.CloseParenToken;
        if (IsAmongMembers && isMember)
        {
            _members.Add(name);
        }
    }

    // The end of a statement ends a member only where members stand.
    private void Begin()
    {
        if (IsAmongMembers)
        {
            _inMember.Clear();
            (_isHeadOfType, _isHeadOfPart, _parentheses) = (false, false, 0);
        }
    }
}
