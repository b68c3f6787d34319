namespace Fathom.Completion.Evaluation.Holes;

/// <summary>A piece of a file that a case leaves out.</summary>
/// <param name="Start">Offset of its first character, in UTF-16 units.</param>
/// <param name="End">Offset after its last character.</param>
internal readonly record struct Hole(int Start, int End)
{
    public bool Overlaps(Hole other) => Start < other.End && other.Start < End;
}
