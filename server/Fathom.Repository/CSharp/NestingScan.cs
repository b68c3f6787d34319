using System.Buffers;

namespace Fathom.Repository.CSharp;

/// <summary>Reads a text for <see cref="StackEstimate"/>, roughly as a lexer does: comments and strings are skipped, and the holes of strings are not.</summary>
internal ref struct NestingScan(string text, StackEstimate estimate)
{
    private const int Keyword = 3000;
    private const int Arrow = 2000;
    private const int Cast = 2100;
    private const int Prefix = 1500;
    private const int Condition = 1400;
    private const int Again = 1200;
    private const int Member = 1150;
    private const int Assignment = 1100;
    private const int Label = 800;
    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private readonly TriviaNesting _trivia = new(estimate);
    private readonly Stack<StringForm> _strings = new();
    private Behind _behind;
    private bool _isLineEmpty = true;

    // Up to the brace of what is made: there attributes cannot stand, and what looks like them are indexes.
    private bool _isNew;
    private int _at;

    /// <summary>What stands before a place.</summary>
    private enum Behind
    {
        Statement,
        Operator,
        Operand,
        Bracket,

        // Of a parenthesis that calls nothing: a cast, perhaps.
        Group,
        Brace,

        // The words that a brace belongs to as to an operand.
        Switch,
    }

    private readonly char Next => _at + 1 < text.Length ? text[_at + 1] : '\0';

    /// <summary>Reads it all.</summary>
    public void Run()
    {
        while (_at < text.Length)
        {
            char now = text[_at];
            if (now == ' ')
            {
                int length = text.AsSpan(_at).IndexOfAnyExcept(' ');
                _at = length < 0 ? text.Length : _at + length;
            }
            else if (char.IsWhiteSpace(now))
            {
                _isLineEmpty |= TriviaNesting.IsLineEnd(now);
                _at++;
            }
            else if (now == '#' && _isLineEmpty)
            {
                _at += _trivia.ReadDirective(text.AsSpan(_at));
            }
            else
            {
                _isLineEmpty = false;
                Read(now);
            }
        }
    }

    private void Read(char now)
    {
        switch (now)
        {
            case '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or >= '\u0080':
                ReadWord();
                break;
            case '/' when Next is '/' or '*':
                _at += _trivia.ReadComment(text.AsSpan(_at));
                break;
            case '"' or '$' or '@' when StringForm.At(text, _at, out int content) is { } form:
                _at = content;
                ReadString(form);
                break;
            case '\'':
                ReadCharacter();
                break;
            case '(' or '[' or '{':
                Open(now);
                break;
            case ')' or ']' or '}':
                Close(now);
                break;
            case ';':
                estimate.EndStatement();
                _isNew = false;
                Take(1, Behind.Statement);
                break;
            case ',':
                estimate.EndOperand();
                Take(1, Behind.Operator);
                break;
            default:
                ReadOperator(now);
                break;
        }
    }

    private void Take(int length, Behind behind, int bytes = 0)
    {
        _at += length;
        _behind = behind;
        if (bytes > 0)
        {
            estimate.Charge(bytes);
        }
    }

    private void ReadWord()
    {
        int start = _at;
        bool isNumber = char.IsAsciiDigit(text[start]);
        do
        {
            int length = text.AsSpan(_at + 1).IndexOfAnyExcept(s_letters);
            _at = length < 0 ? text.Length : _at + 1 + length;
        }
        while (_at < text.Length && ((text[_at] >= '\u0080' && !char.IsWhiteSpace(text[_at])) || (isNumber && text[_at] == '.' && char.IsAsciiDigit(Next))));

        switch (text.AsSpan(start, _at - start))
        {
            case "switch" or "with":
                Take(0, Behind.Switch, Keyword);
                break;
            case "orderby":
                estimate.KeepCommas();
                Take(0, Behind.Operator, Keyword);
                break;
            case "as" or "is" or "from" or "join" or "let" or "where" or "select" or "group" or "into":
                Take(0, Behind.Operator, Keyword);
                break;
            case "await" or "throw" or "ref" or "not":
                EndBlock();
                Take(0, Behind.Operator, Keyword);
                break;
            case "if" or "while" or "using" or "for" or "foreach" or "lock" or "fixed" or "do":
                EndBlock();
                estimate.ChargeStatement(Keyword);
                Take(0, Behind.Operator);
                break;
            case "else":
                // Roslyn reads and binds a chain of else-ifs in a loop.
                estimate.ResumeStatement(IsIfNext() ? Keyword : 0);
                Take(0, Behind.Operator);
                break;
            case "case":
                estimate.EndStatement();
                Take(0, Behind.Operator);
                break;
            case "new":
                EndBlock();
                _isNew = true;
                Take(0, Behind.Operand);
                break;
            default:
                EndBlock();
                Take(0, Behind.Operand);
                break;
        }
    }

    private readonly bool IsIfNext() => text.AsSpan(_at).TrimStart() is ['i', 'f', var next, ..] && !s_letters.Contains(next);

    /// <summary>A brace ends a statement, or a declaration, unless what comes next goes on with an expression.</summary>
    private readonly void EndBlock()
    {
        if (_behind == Behind.Brace)
        {
            estimate.EndStatement();
        }
    }

    private void ReadOperator(char now)
    {
        switch (now)
        {
            case '=' when Next == '>':
                Take(2, Behind.Operator, Arrow);
                break;
            case '-' when Next == '>':
                TakeInTerm(2, Member);
                break;
            case '=' or '!' or '<' or '>' when Next == '=':
            case '|' or '&' or '<' when Next == now:
                estimate.EndTerm(isInType: false);
                Take(2, Behind.Operator);
                break;
            case '=':
                Take(1, Behind.Operator, Assignment);
                break;
            case '<':
                estimate.OpenAngle();
                Take(1, Behind.Operator);
                break;
            case '>':
                estimate.CloseAngle();
                Take(1, Behind.Operator);
                break;
            case '?' when Next is '.' or '[':
                TakeInTerm(1, Condition);
                break;
            case '?':
                Take(1, Behind.Operator, Condition);
                break;
            case ':':
                Take(1, Behind.Operator, Label);
                break;
            case '.':
                TakeInTerm(1, Member);
                break;
            case '!' or '~':
                TakeInTerm(1, Prefix);
                break;
            case '+' or '-' or '*' or '&' or '^' or '/' or '%' or '|' when _behind is Behind.Operand or Behind.Bracket or Behind.Brace:
                estimate.EndTerm(isInType: now == '*');
                Take(1, Behind.Operator);
                break;
            case '+' or '-' or '*' or '&' or '^' or '/' or '%' or '|':
                TakeInTerm(1, _behind == Behind.Group ? Cast : Prefix);
                break;
            default:
                _at++;
                break;
        }
    }

    private void TakeInTerm(int length, int bytes)
    {
        estimate.ChargeTerm(bytes);
        Take(length, Behind.Operator);
    }

    private void Open(char now)
    {
        EndBlock();
        bool isOperand = now switch
        {
            '(' => _behind is Behind.Operand or Behind.Bracket or Behind.Group,
            '[' => _behind is not (Behind.Statement or Behind.Brace) || !estimate.HoldsAttributes,
            _ => _behind == Behind.Switch,
        };
        if (now != '{' && _behind is Behind.Bracket or Behind.Group)
        {
            estimate.ChargeTerm(Again);
        }

        estimate.Open(now, isOperand, holdsAttributes: now == '{' && !_isNew && _behind != Behind.Operator);
        _isNew &= now != '{';
        Take(1, now == '{' ? Behind.Statement : Behind.Operator);
    }

    private void Close(char now)
    {
        char opened = now switch { ')' => '(', ']' => '[', _ => '{' };
        while (now == '}' && estimate.Kind is '(' or '[')
        {
            // What is not closed inside a block ends with the block.
            estimate.Close();
        }

        if (estimate.Kind == '"' && now == '}')
        {
            estimate.Close();
            StringForm form = _strings.Pop();
            _at += form.Quotes > 1 ? form.Dollars : 1;
            ReadString(form);
        }
        else if (estimate.Kind == opened)
        {
            bool isOperand = estimate.Close();
            Take(1, isOperand ? Behind.Bracket : now switch { ')' => Behind.Group, ']' => Behind.Statement, _ => Behind.Brace });
        }
        else
        {
            _at++;
        }
    }

    private void ReadString(StringForm form)
    {
        if (form.FindHole(text, ref _at))
        {
            _strings.Push(form);
            estimate.Open('"', isOperand: true, holdsAttributes: false);
            _behind = Behind.Operator;
        }
        else
        {
            _behind = Behind.Operand;
        }
    }

    private void ReadCharacter()
    {
        int start = _at + (Next == '\\' ? 3 : 1);
        int end = start < text.Length ? text.AsSpan(start).IndexOfAny("'\r\n") : -1;
        _at = end < 0 ? text.Length : start + end + (text[start + end] == '\'' ? 1 : 0);
        _behind = Behind.Operand;
    }
}
