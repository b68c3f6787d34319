namespace Fathom.Operators.Linear;

/// <summary>Deals out one block of scratch memory in 64-byte aligned pieces.</summary>
internal unsafe ref struct Arena(byte* memory)
{
    private const nint Alignment = 64;

    private byte* _next = memory;

    /// <summary>Bytes that a piece of <paramref name="count"/> elements takes.</summary>
    public static nint Size<T>(nint count)
        where T : unmanaged => ((count * sizeof(T)) + Alignment - 1) & -Alignment;

    /// <summary>The next piece; its content is whatever was there.</summary>
    public T* Take<T>(nint count)
        where T : unmanaged
    {
        T* piece = (T*)_next;
        _next += Size<T>(count);
        return piece;
    }
}
