namespace Fathom.Inference.Tokenization;

/// <summary>What a tokenizer.json says, as far as a byte-level BPE tokenizer needs it.</summary>
/// <param name="Vocabulary">Spellings in the byte alphabet and their ids, added tokens left out.</param>
/// <param name="Merges">Pairs joined by one space, best rank first.</param>
/// <param name="AddedTokens">Tokens matched as a whole.</param>
/// <param name="Splits">The steps of the pre-tokenizer, in order.</param>
internal sealed record TokenizerDefinition(
    IReadOnlyList<KeyValuePair<string, int>> Vocabulary,
    IReadOnlyList<string> Merges,
    IReadOnlyList<AddedToken> AddedTokens,
    IReadOnlyList<SplitStep> Splits);
