using System.Runtime.InteropServices;

namespace Fathom.Operators.Vectors;

/// <summary>
/// Scratch memory of one thread for the length of one kernel call: pieces are handed out from a native block until <see cref="Reset"/>.
/// After the first calls nothing is allocated any more.
/// </summary>
internal sealed unsafe class Arena
{
    private const nuint Alignment = 64;
    private readonly List<nint> _outgrown = [];
    private byte* _block;
    private nuint _size;
    private nuint _used;

    ~Arena()
    {
        Reset();
        NativeMemory.AlignedFree(_block);
    }

    /// <summary>Takes back everything that was handed out.</summary>
    internal void Reset()
    {
        foreach (nint block in _outgrown)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _outgrown.Clear();
        _used = 0;
    }

    /// <summary>A piece of <paramref name="count"/> elements, aligned to 64 bytes, with arbitrary content.</summary>
    internal T* Take<T>(long count)
        where T : unmanaged => (T*)Take(checked((nuint)count * (nuint)sizeof(T)));

    /// <summary>A piece for <paramref name="count"/> pointers.</summary>
    internal float** TakePointers(int count) => (float**)Take((nuint)count * (nuint)sizeof(float*));

    private byte* Take(nuint bytes)
    {
        bytes = (bytes + Alignment - 1) & ~(Alignment - 1);
        if (_used + bytes > _size)
        {
            // Until there is a larger block, the present one stays as it is: a failed allocation costs one call, not the memory behind it.
            nuint size = nuint.Max(2 * _size, nuint.Max(bytes, 64 * 1024));
            byte* block = (byte*)NativeMemory.AlignedAlloc(size, Alignment);
            if (_block is not null)
            {
                _outgrown.Add((nint)_block);
            }

            _block = block;
            _size = size;
            _used = 0;
        }

        byte* piece = _block + _used;
        _used += bytes;
        return piece;
    }
}
