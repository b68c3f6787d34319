namespace Fathom.Server.Debounce;

/// <summary>
/// Decides how long to wait after a key before the model is asked, from the user's typing and the model's speed. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A model that answers within the gap between two keys is asked at once: its answer comes in time, and waiting would only make it late. A slower
/// one is asked when the gap has grown beyond the usual, since before that the next key would throw the answer away; but no more than half of its
/// own time is waited. For someone who rejects a lot a slow model is asked later still, and a fast one at once all the same.
/// </remarks>
internal sealed class AdaptiveDebounce(TimeProvider time)
{
    /// <summary>The longest wait it chooses by itself for someone who takes suggestions.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(300);

    /// <summary>A gap of this length is a pause, not typing.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>What a step of the back-off adds to a wait, as a part of it.</summary>
    private const double PerBackOffStep = 0.5;

    /// <summary>Weight of the newest measurement.</summary>
    private const double Weight = 0.2;
    private readonly Lock _lock = new();
    private long? _lastKey;
    private double? _gap;
    private double _deviation;
    private double? _latency;

    /// <summary>The user has changed a document.</summary>
    public void Typed()
    {
        lock (_lock)
        {
            if (SinceLastKey() is { } gap && gap < s_pause)
            {
                double milliseconds = gap.TotalMilliseconds;
                double error = milliseconds - (_gap ?? milliseconds);
                _gap = (_gap ?? milliseconds) + (Weight * error);
                _deviation += Weight * (Math.Abs(error) - _deviation);
            }

            _lastKey = time.GetTimestamp();
        }
    }

    /// <summary>The model has answered, and this was the time it took.</summary>
    public void Generated(TimeSpan latency)
    {
        lock (_lock)
        {
            _latency = (_latency ?? latency.TotalMilliseconds) + (Weight * (latency.TotalMilliseconds - (_latency ?? latency.TotalMilliseconds)));
        }
    }

    /// <summary>How long to wait from now; the time since the last key counts as waited.</summary>
    /// <param name="fixedMilliseconds">What the user has set; null to decide by itself.</param>
    /// <param name="backOffStep">How much stricter to be for someone who rejects a lot; 0 … 2.</param>
    public TimeSpan Wait(int? fixedMilliseconds, int backOffStep)
    {
        lock (_lock)
        {
            TimeSpan wanted = fixedMilliseconds is { } chosen ? TimeSpan.FromMilliseconds(chosen) : Adapted(backOffStep);
            TimeSpan left = wanted - (SinceLastKey() ?? TimeSpan.Zero);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private TimeSpan Adapted(int backOffStep)
    {
        if (_gap is not { } gap || _latency is not { } latency || latency <= gap)
        {
            return TimeSpan.Zero;
        }

        var wait = TimeSpan.FromMilliseconds(Math.Min(gap + _deviation, latency / 2));
        return (wait < Longest ? wait : Longest) * (1 + (PerBackOffStep * backOffStep));
    }

    private TimeSpan? SinceLastKey() => _lastKey is { } last ? time.GetElapsedTime(last) : null;
}
