namespace Fathom.Completion.Tests.Evaluation;

/// <summary>A clock that moves by a fixed time whenever somebody looks at it, so that every request takes that long.</summary>
internal sealed class SteppingClock(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks += step.Ticks;
}
