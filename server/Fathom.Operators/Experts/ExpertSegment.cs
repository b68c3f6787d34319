namespace Fathom.Operators.Experts;

/// <summary>Consecutive slots that go to one expert. A slot is one token on its way through one of its experts.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="First">The first slot.</param>
/// <param name="Count">How many; at least 1.</param>
internal readonly record struct ExpertSegment(int Expert, int First, int Count);
