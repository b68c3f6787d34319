namespace Fathom.Backends;

/// <summary>
/// Whether a server can be asked. After a failure it is left alone for a time, which grows while it goes on failing, and requests of that time fail at once with the
/// same sentence: a key a second must not become a request a second to a server that cannot answer.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
/// <param name="time">The clock.</param>
internal sealed class BackendHealth(TimeProvider time)
{
    private const int SlowAnswersToTell = 3;
    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_untilUserActs = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestAsked = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private BackendException? _failure;
    private DateTimeOffset _restsUntil;
    private int _failures;
    private int _slow;

    /// <summary>Raised when <see cref="Problem"/> has become another.</summary>
    public event Action? Changed;

    /// <summary>The sentence of the latest failure; null after a success.</summary>
    public string? Problem { get; private set; }

    /// <summary>True while the server is left alone.</summary>
    public bool IsResting
    {
        get
        {
            lock (_lock)
            {
                return _failure is not null && time.GetUtcNow() < _restsUntil;
            }
        }
    }

    /// <summary>Fails while the server is left alone.</summary>
    /// <exception cref="BackendException">The failure that was the reason.</exception>
    public void ThrowIfResting()
    {
        lock (_lock)
        {
            if (_failure is { } failure && time.GetUtcNow() < _restsUntil)
            {
                throw new BackendException(failure.Message, failure.Fault, failure.RetryAfter);
            }
        }
    }

    /// <summary>The server has answered.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            (_failure, _failures, _slow) = (null, 0, 0);
        }

        Tell(null);
    }

    /// <summary>The server could not be used.</summary>
    public void Failed(BackendException failure)
    {
        lock (_lock)
        {
            _failures++;
            _failure = failure;
            _restsUntil = time.GetUtcNow() + RestAfter(failure);
        }

        Tell(failure.Message);
    }

    /// <summary>Nobody wanted to wait any longer, and nothing had come. Several of these in a row are worth a word; the server is asked all the same.</summary>
    public void WasSlow(string sentence)
    {
        bool isTold;
        lock (_lock)
        {
            isTold = ++_slow >= SlowAnswersToTell;
        }

        if (isTold)
        {
            Tell(sentence);
        }
    }

    private TimeSpan RestAfter(BackendException failure)
    {
        TimeSpan growing = TimeSpan.FromTicks(Math.Min(s_longest.Ticks, s_first.Ticks << Math.Min(_failures - 1, 10)));
        TimeSpan rest = failure.Fault is BackendFault.Key or BackendFault.Balance or BackendFault.Request ? s_untilUserActs : growing;
        TimeSpan asked = failure.RetryAfter is { } wanted ? TimeSpan.FromTicks(Math.Min(wanted.Ticks, s_longestAsked.Ticks)) : TimeSpan.Zero;

        // Many users of one server must not come back at the same moment.
        return (rest > asked ? rest : asked) * (1 + (Random.Shared.NextDouble() / 10));
    }

    private void Tell(string? problem)
    {
        bool isNew;
        lock (_lock)
        {
            isNew = Problem != problem;
            Problem = problem;
        }

        if (isNew)
        {
            Changed?.Invoke();
        }
    }
}
