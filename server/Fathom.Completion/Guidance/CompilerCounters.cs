using Fathom.Repository.CSharp;

namespace Fathom.Completion.Guidance;

/// <summary>How often the compiler was asked, and how often its answer came too late. Safe for concurrent use.</summary>
public sealed class CompilerCounters
{
    private int _guided;
    private int _skipped;
    private int _failed;
    private int _checked;
    private int _checksSkipped;
    private long _longest;

    /// <summary>Places where the names that may stand there were known.</summary>
    public int NamesGuided => Volatile.Read(ref _guided);

    /// <summary>Places that the model passed before the compiler had answered.</summary>
    public int NamesLate => Volatile.Read(ref _skipped);

    /// <summary>Suggestions that were bound before they were shown.</summary>
    public int Checks => Volatile.Read(ref _checked);

    /// <summary>Suggestions that were shown unchecked, as binding took too long.</summary>
    public int ChecksLate => Volatile.Read(ref _checksSkipped);

    /// <summary>Questions that the compiler failed at.</summary>
    public int Failures => Volatile.Read(ref _failed);

    /// <summary>The longest time that an answer in time took.</summary>
    public TimeSpan LongestAnswer => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    internal void Answered(ValidNames names, TimeSpan elapsed)
    {
        if (names.Certainty != NameCertainty.Unknown)
        {
            Interlocked.Increment(ref _guided);
            long longest = Volatile.Read(ref _longest);
            while (elapsed.Ticks > longest && Interlocked.CompareExchange(ref _longest, elapsed.Ticks, longest) is var seen && seen != longest)
            {
                longest = seen;
            }
        }
    }

    internal void NamesSkipped() => Interlocked.Increment(ref _skipped);

    internal void Failed() => Interlocked.Increment(ref _failed);

    internal void Checked() => Interlocked.Increment(ref _checked);

    internal void CheckSkipped() => Interlocked.Increment(ref _checksSkipped);
}
