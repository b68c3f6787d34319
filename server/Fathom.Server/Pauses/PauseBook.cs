namespace Fathom.Server.Pauses;

/// <summary>The pauses in force. Safe for concurrent use.</summary>
internal sealed class PauseBook : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _expiry;
    private readonly Lock _lock = new();
    private readonly Dictionary<(PauseScope Scope, string Subject), Pause> _pauses = [];

    public PauseBook(TimeProvider time)
    {
        _time = time;
        _expiry = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised when a pause has begun or ended, by command or by itself.</summary>
    public event Action? Changed;

    /// <summary>The pause of everything, or null.</summary>
    public Pause? Everywhere => Find(PauseScope.All, "");

    /// <summary>The pause that covers a document, the one of the widest scope first, or null.</summary>
    public Pause? Find(string documentKey, string language) =>
        Everywhere ?? Find(PauseScope.Language, language) ?? Find(PauseScope.File, documentKey);

    /// <summary>Begins a pause, in place of an older one that covers the same.</summary>
    /// <param name="scope">What it covers.</param>
    /// <param name="subject">Key of the document, or the language id; empty for everything.</param>
    /// <param name="duration">How long, or null for not before it is ended.</param>
    public void Begin(PauseScope scope, string subject, TimeSpan? duration)
    {
        lock (_lock)
        {
            _pauses[(scope, subject)] = new Pause(scope, subject, duration is { } length ? _time.GetLocalNow() + length : null);
            ScheduleExpiry();
        }

        Changed?.Invoke();
    }

    /// <summary>Ends one pause, if it is there.</summary>
    public void End(PauseScope scope, string subject)
    {
        lock (_lock)
        {
            _pauses.Remove((scope, subject));
            ScheduleExpiry();
        }

        Changed?.Invoke();
    }

    /// <summary>Ends all pauses.</summary>
    public void EndAll()
    {
        lock (_lock)
        {
            _pauses.Clear();
            ScheduleExpiry();
        }

        Changed?.Invoke();
    }

    /// <inheritdoc />
    public void Dispose() => _expiry.Dispose();

    private Pause? Find(PauseScope scope, string subject)
    {
        lock (_lock)
        {
            return _pauses.GetValueOrDefault((scope, subject)) is { } pause && !HasEnded(pause) ? pause : null;
        }
    }

    private bool HasEnded(Pause pause) => pause.Until <= _time.GetLocalNow();

    private void Expire()
    {
        lock (_lock)
        {
            foreach (Pause ended in _pauses.Values.Where(HasEnded).ToArray())
            {
                _pauses.Remove((ended.Scope, ended.Subject));
            }

            ScheduleExpiry();
        }

        Changed?.Invoke();
    }

    private void ScheduleExpiry()
    {
        TimeSpan next = _pauses.Values.Min(pause => pause.Until) is { } until ? until - _time.GetLocalNow() : Timeout.InfiniteTimeSpan;
        _expiry.Change(next < TimeSpan.Zero && next != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : next, Timeout.InfiniteTimeSpan);
    }
}
