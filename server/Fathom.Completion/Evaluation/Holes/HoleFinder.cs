namespace Fathom.Completion.Evaluation.Holes;

/// <summary>Finds the places of a file that a case can leave out.</summary>
internal static class HoleFinder
{
    /// <summary>The holes of a kind, in the order of the file; those that one character fills are left out.</summary>
    public static IReadOnlyList<Hole> Find(CaseKind kind, SourceCode code)
    {
        IEnumerable<Hole> holes = kind switch
        {
            CaseKind.RestOfLine => LineHoles.RestsOfLines(code),
            CaseKind.WholeLine => LineHoles.WholeLines(code),
            CaseKind.Block => BlockHoles.In(code),
            _ => ExpressionHoles.In(code),
        };
        return [.. holes.Where(hole => !code.IsTrivial(hole))];
    }
}
