using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Sampling;

/// <summary>
/// Lets a model choose its own tokens across a cursor. The text before the cursor was cut at a token boundary some bytes earlier; until
/// these bytes are spelled again only tokens are allowed that agree with them: those that begin with all the bytes still due (and may go
/// on beyond the cursor), or that are a beginning of them.
/// </summary>
internal sealed class TokenHealing(Tokenizer tokenizer, ReadOnlyMemory<byte> removed)
{
    private readonly List<int> _allowed = [];
    private ReadOnlyMemory<byte> _due = removed;

    /// <summary>True once the removed bytes are spelled, so that every token is allowed.</summary>
    public bool IsDone => _due.IsEmpty;

    /// <summary>The ids that may come next while not done; never empty, since every byte has a token.</summary>
    public List<int> Allowed()
    {
        _allowed.Clear();
        _allowed.AddRange(tokenizer.Spellings.Value.BeginningWith(_due.Span));
        tokenizer.Spellings.Value.AddBeginningsOf(_due.Span, _allowed);
        return _allowed;
    }

    /// <summary>Takes note of the token that was chosen; returns its bytes beyond the cursor, empty while before it.</summary>
    public ReadOnlySpan<byte> Accept(int id)
    {
        ReadOnlySpan<byte> bytes = tokenizer.TokenBytes(id);
        int spelled = Math.Min(bytes.Length, _due.Length);
        _due = _due[spelled..];
        return bytes[spelled..];
    }
}
