namespace Fathom.Inference.Generation;

/// <summary>
/// Runs chosen tokens one by one, or, where a draft says what will probably be chosen next, several in one run, whose rows are then handed out as
/// long as the draft turns out right. A row is the same to the bit in either run, so drafts change nothing but the time.
/// </summary>
internal sealed class DraftedDecoder(LanguageModel model)
{
    private const int MostDrafted = 7;
    private const int ContextTokens = 32;
    private readonly DraftPolicy _policy = new();
    private readonly int[] _run = new int[1 + MostDrafted];
    private readonly int[] _context = new int[ContextTokens];
    private float[] _logits = [];
    private CachedSequence? _sequence;
    private int _rows;
    private int _next;
    private int _matched;

    /// <summary>Drafted tokens that were checked, of all generations.</summary>
    public long Drafted { get; private set; }

    /// <summary>Those of them that turned out right.</summary>
    public long Right { get; private set; }

    /// <summary>The tokens chosen so far; behind them the sequence may hold drafted ones.</summary>
    public ReadOnlySpan<int> Tokens => _sequence!.Tokens[..(_sequence.Tokens.Length - (_rows - _next))];

    /// <summary>Starts a generation at the end of a sequence.</summary>
    public void Begin(CachedSequence sequence)
    {
        _sequence = sequence;
        (_rows, _next) = (0, 0);
    }

    /// <summary>Goes on with a chosen token; returns the logits [V] after it, which stand until the next call.</summary>
    /// <param name="token">The token.</param>
    /// <param name="drafts">Guesses what comes next; null for a run of this token alone.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled; the sequence holds the tokens before it.</exception>
    public ReadOnlySpan<float> Append(int token, IDraftSource? drafts, CancellationToken cancellationToken)
    {
        if (_next < _rows && _run[_next] == token)
        {
            return Row(_next++);
        }

        DropWrong();
        _run[0] = token;
        int drafted = drafts is null ? 0 : Draft(drafts);
        long start = TimeProvider.System.GetTimestamp();
        if (drafted == 0)
        {
            ReadOnlySpan<float> logits = _sequence!.Append(model, token, cancellationToken);
            _policy.Timed(1, TimeProvider.System.GetElapsedTime(start));
            return logits;
        }

        _sequence!.AppendAll(model, _run.AsMemory(0, drafted + 1), ref _logits, cancellationToken);
        _policy.Timed(drafted + 1, TimeProvider.System.GetElapsedTime(start));
        (_rows, _next) = (drafted + 1, 1);
        Drafted += drafted;
        return Row(0);
    }

    private ReadOnlySpan<float> Row(int row) => _logits.AsSpan(row * model.Configuration.VocabularySize, model.Configuration.VocabularySize);

    private void DropWrong()
    {
        if (_rows == 0)
        {
            return;
        }

        _policy.Learn(_matched, _rows - 1, _next - 1);
        Right += _next - 1;
        if (_next < _rows)
        {
            _sequence!.Rewind(_sequence.Tokens.Length - (_rows - _next));
        }

        (_rows, _next) = (0, 0);
    }

    private int Draft(IDraftSource drafts)
    {
        ReadOnlySpan<int> before = _sequence!.Tokens;
        int most = Math.Min(MostDrafted, model.Configuration.MaxPositions - before.Length - 1);
        if (most <= 0 || _sequence.Sequence.EarliestRewind > before.Length)
        {
            return 0;
        }

        before = before[^Math.Min(before.Length, ContextTokens - 1)..];
        before.CopyTo(_context);
        _context[before.Length] = _run[0];
        int available = drafts.Draft(_context.AsSpan(0, before.Length + 1), _run.AsSpan(1, most), out _matched);
        return _policy.Count(_matched, available);
    }
}
