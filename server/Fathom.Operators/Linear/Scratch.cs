using System.Runtime.InteropServices;

namespace Fathom.Operators.Linear;

/// <summary>Working memory of one thread, 64-byte aligned, kept from call to call and grown to the largest use; its content does not outlive a call.</summary>
/// <remarks>Two slots, so that a thread that owns an operator's buffers (<see cref="Call"/>) can also work on a tile of it (<see cref="Tile"/>).</remarks>
internal sealed unsafe class Scratch
{
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Scratch? _call;

    [ThreadStatic]
    private static Scratch? _tile;

    private byte* _memory;
    private nuint _size;

    ~Scratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>Buffers that one operator call hands out to all threads that work for it.</summary>
    public static byte* Call(nuint bytes) => (_call ??= new Scratch()).Take(bytes);

    /// <summary>A buffer that only the calling thread sees, for the length of one kernel run.</summary>
    public static byte* Tile(nuint bytes) => (_tile ??= new Scratch()).Take(bytes);

    private byte* Take(nuint bytes)
    {
        if (bytes > _size)
        {
            NativeMemory.AlignedFree(_memory);
            _memory = null;
            _size = 0;
            _memory = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
            _size = bytes;
        }

        return _memory;
    }
}
