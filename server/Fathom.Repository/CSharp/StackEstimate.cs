namespace Fathom.Repository.CSharp;

/// <summary>Adds up the stack that Roslyn takes for what a place is nested in: open brackets, and what each of them holds before the place that is read by recursion.</summary>
/// <remarks>
/// Measured per repetition with Roslyn 5.9, unoptimized as it runs at first, the larger of parsing and binding; rounded up. Operators that lean to the left (<c>+</c>, <c>||</c>)
/// take nothing: Roslyn reads and binds them in a loop.
/// </remarks>
internal sealed class StackEstimate
{
    private const int Bracket = 2600;
    private const int Angle = 1850;
    private readonly Stack<Level> _outer = new();
    private Level _level = new('\0', IsOperand: false, HoldsAttributes: true);
    private int _total;

    /// <summary>The most that was taken at any place, in bytes.</summary>
    public int Peak { get; private set; }

    /// <summary>The innermost bracket that is open; a quote for a hole in a string, and none at the outermost level.</summary>
    public char Kind => _level.Kind;

    /// <summary>True where attributes of declarations may stand, one beside the other: a test may have hundreds.</summary>
    public bool HoldsAttributes => _level.HoldsAttributes;

    /// <summary>Enters a bracket.</summary>
    /// <param name="kind">The bracket.</param>
    /// <param name="isOperand">What <see cref="Close"/> gives back: true where the bracket ends an operand.</param>
    /// <param name="holdsAttributes">True for a block, or the body of a type.</param>
    public void Open(char kind, bool isOperand, bool holdsAttributes)
    {
        _outer.Push(_level);
        _level = new Level(kind, isOperand, holdsAttributes);
        Add(Bracket);
    }

    /// <summary>Leaves the innermost bracket, and says whether it ends an operand.</summary>
    public bool Close()
    {
        bool isOperand = _level.IsOperand;
        _total -= Bracket + _level.Term + _level.Chain + _level.Angles;
        _level = _outer.Pop();
        return isOperand;
    }

    /// <summary>Takes what goes one deeper until the term ends: members of members, and what stands before an operand.</summary>
    public void ChargeTerm(int bytes)
    {
        _level.Term += bytes;
        Add(bytes);
    }

    /// <summary>An operator that leans to the left.</summary>
    /// <param name="isInType">True for one that may as well be part of type arguments.</param>
    public void EndTerm(bool isInType)
    {
        _total -= _level.Term + (isInType ? 0 : _level.Angles);
        _level.Term = 0;
        _level.Angles = isInType ? _level.Angles : 0;
    }

    /// <summary>Takes what goes one deeper until the operand, or the statement, ends.</summary>
    public void Charge(int bytes)
    {
        _level.Chain += bytes;
        Add(bytes);
    }

    /// <summary>Gives back what was charged, as much as there is of it.</summary>
    public void Discharge(int bytes)
    {
        int returned = Math.Min(bytes, _level.Chain);
        _level.Chain -= returned;
        _total -= returned;
    }

    /// <summary>A <c>&lt;</c>, which may begin type arguments: commas do not end these.</summary>
    public void OpenAngle()
    {
        _level.Angles += Angle;
        Add(Angle);
    }

    /// <summary>A <c>&gt;</c>, which may end type arguments.</summary>
    public void CloseAngle()
    {
        int closed = Math.Min(Angle, _level.Angles);
        _level.Angles -= closed;
        _total -= closed;
    }

    /// <summary>From here on commas part nothing, until the statement ends.</summary>
    public void KeepCommas() => _level.KeepsCommas = true;

    /// <summary>A comma, or another place where the next operand begins anew.</summary>
    public void EndOperand()
    {
        if (!_level.KeepsCommas)
        {
            _total -= _level.Term + _level.Chain;
            (_level.Term, _level.Chain) = (0, 0);
        }
    }

    /// <summary>The end of a statement or a declaration.</summary>
    public void EndStatement()
    {
        _total -= _level.Term + _level.Chain + _level.Angles;
        _level = new Level(_level.Kind, _level.IsOperand, _level.HoldsAttributes) { Ended = _level.Statements };
    }

    /// <summary>Enters a statement that holds another, until that ends.</summary>
    public void ChargeStatement(int bytes)
    {
        _level.Statements += bytes;
        _level.Ended = 0;
        Charge(bytes);
    }

    /// <summary>An <c>else</c>: the statements that seemed to have ended go on, but for what <paramref name="less"/> takes of them.</summary>
    public void ResumeStatement(int less)
    {
        ChargeStatement(_level.Ended);
        _level.Statements -= Math.Min(less, _level.Statements);
        Discharge(less);
    }

    /// <summary>Takes, for this place only, what is nested in a way of its own.</summary>
    public void Touch(int bytes) => Peak = Math.Max(Peak, _total + bytes);

    private void Add(int bytes)
    {
        _total += bytes;
        Peak = Math.Max(Peak, _total);
    }

    private record struct Level(char Kind, bool IsOperand, bool HoldsAttributes)
    {
        public int Term { get; set; }

        public int Chain { get; set; }

        public int Angles { get; set; }

        public bool KeepsCommas { get; set; }

        /// <summary>The part of the chain that is statements within statements.</summary>
        public int Statements { get; set; }

        /// <summary>That part of the statement that ended just before.</summary>
        public int Ended { get; set; }
    }
}
