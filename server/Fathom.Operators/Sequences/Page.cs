using System.Runtime.CompilerServices;

namespace Fathom.Operators.Sequences;

/// <summary>
/// Memory of 64 rows at a fixed address. A page that two sequences share is never written again; who wants to, copies it.
/// </summary>
internal sealed unsafe class Page
{
    private const int AlignmentInFloats = 16;
    private readonly float[] _memory;

    internal Page(int floats)
    {
        _memory = GC.AllocateUninitializedArray<float>(floats + AlignmentInFloats, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref _memory[0]);
        Start = (float*)((address + 63) & ~63);
    }

    /// <summary>The first float, aligned to 64 bytes. Valid as long as the page is referenced.</summary>
    internal float* Start { get; }

    /// <summary>Whether another sequence may hold the page.</summary>
    internal bool IsShared { get; private set; }

    /// <summary>Bytes of memory.</summary>
    internal long Bytes => (long)_memory.Length * sizeof(float);

    /// <summary>Marks the page as held by several sequences, for good.</summary>
    internal Page Share()
    {
        IsShared = true;
        return this;
    }

    /// <summary>A copy that only the caller holds.</summary>
    internal Page Copy()
    {
        int floats = _memory.Length - AlignmentInFloats;
        Page copy = new(floats);
        new ReadOnlySpan<float>(Start, floats).CopyTo(new Span<float>(copy.Start, floats));
        return copy;
    }
}
