using System.Runtime.InteropServices;
using Fathom.Inference.Execution;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Generation;

/// <summary>A live sequence and the tokens in it.</summary>
internal sealed class CachedSequence : IDisposable
{
    private readonly List<int> _tokens = [];

    /// <summary>The attention state of the tokens.</summary>
    public Sequence Sequence { get; } = Sequence.Create();

    /// <summary>The tokens in it.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>How many tokens at the beginning are those of <paramref name="prompt"/>.</summary>
    public int CommonPrefix(ReadOnlySpan<int> prompt) => CollectionsMarshal.AsSpan(_tokens).CommonPrefixLength(prompt);

    /// <summary>Drops the tokens from <paramref name="length"/> on, or all where the state does not reach back so far.</summary>
    public void Rewind(int length)
    {
        Sequence.Rewind(length >= Sequence.EarliestRewind ? length : 0);
        Synchronize();
    }

    /// <summary>Runs tokens after those that are in the sequence; returns the logits [V] after the last one.</summary>
    public ReadOnlySpan<float> Append(LanguageModel model, ReadOnlyMemory<int> tokens, CancellationToken cancellationToken)
    {
        _tokens.AddRange(tokens.Span);
        try
        {
            return model.Prefill(Sequence, tokens, cancellationToken);
        }
        finally
        {
            Synchronize();
        }
    }

    /// <summary>Runs one token; returns the logits [V] after it.</summary>
    public ReadOnlySpan<float> Append(LanguageModel model, int token, CancellationToken cancellationToken)
    {
        ReadOnlySpan<float> logits = model.Decode(Sequence, token, cancellationToken);
        _tokens.Add(token);
        return logits;
    }

    /// <summary>Runs a few tokens at once and copies the logits after each to <paramref name="logits"/> [tokens, V], which grows where it is too small.</summary>
    public void AppendAll(LanguageModel model, ReadOnlyMemory<int> tokens, ref float[] logits, CancellationToken cancellationToken)
    {
        ReadOnlySpan<float> rows = model.Forward([new SequenceTokens(Sequence, tokens, AllRows: true)], cancellationToken);
        _tokens.AddRange(tokens.Span);
        logits = logits.Length < rows.Length ? new float[rows.Length] : logits;
        rows.CopyTo(logits);
    }

    public void Dispose() => Sequence.Dispose();

    // A run that was cancelled between chunks leaves the chunks before it.
    private void Synchronize() => _tokens.RemoveRange(Sequence.Length, _tokens.Count - Sequence.Length);
}
