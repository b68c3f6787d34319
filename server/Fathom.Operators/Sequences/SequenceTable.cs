using System.Collections.Concurrent;

namespace Fathom.Operators.Sequences;

/// <summary>The sequences that live in this process, by handle. Handles are never used twice.</summary>
internal static class SequenceTable
{
    private static readonly ConcurrentDictionary<long, Sequence> Sequences = new();
    private static long _lastHandle;

    internal static long NextHandle() => Interlocked.Increment(ref _lastHandle);

    internal static void Add(Sequence sequence) => Sequences[sequence.Handle] = sequence;

    internal static void Remove(Sequence sequence) => Sequences.TryRemove(sequence.Handle, out _);

    /// <summary>The sequence of a handle, or null for one that was disposed or never given out.</summary>
    internal static Sequence? Find(long handle) => Sequences.GetValueOrDefault(handle);
}
