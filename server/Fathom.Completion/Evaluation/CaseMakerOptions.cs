namespace Fathom.Completion.Evaluation;

/// <summary>Which cases to make.</summary>
/// <param name="Count">How many in all, shared evenly among the kinds; 1 or more.</param>
/// <param name="Seed">Equal seeds choose equal cases of equal trees.</param>
/// <param name="Kinds">The kinds; at least one, each once.</param>
/// <param name="Context">How many other files of the folder each case has as context, the nearest by path; 0 for none.</param>
/// <param name="AsTyped">True to leave out of the suffix what stands between the hole and the end of the block around it, as if it were not yet written.</param>
/// <param name="Unfinished">True to cut the end of another line of the document, as if that were not finished.</param>
public sealed record CaseMakerOptions(int Count, int Seed, IReadOnlyList<CaseKind> Kinds, int Context = 0, bool AsTyped = false, bool Unfinished = false);
