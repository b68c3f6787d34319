using Fathom.Operators.Sequences;

namespace Fathom.Inference.Execution;

/// <summary>The next tokens of one sequence in a run over several.</summary>
/// <param name="Sequence">The sequence that they continue; a run may hold it only once.</param>
/// <param name="Tokens">Their ids; at least one.</param>
/// <param name="AllRows">True for logits after every token, false for those after the last one only.</param>
public readonly record struct SequenceTokens(Sequence Sequence, ReadOnlyMemory<int> Tokens, bool AllRows = false)
{
    internal int LogitRows => AllRows ? Tokens.Length : 1;
}
