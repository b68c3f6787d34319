using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Fathom.Operators.Attention;

/// <summary>Rotary embedding of the last R floats of a vector, in place, with a row of a <see cref="RotaryTable"/>.</summary>
internal static unsafe class Rotation
{
    /// <summary>Rotates by the row's position: x · cosines + swap(x) · sines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(float* rotary, ReadOnlySpan<float> row)
    {
        int width = row.Length / 2;
        ref float cosines = ref MemoryMarshal.GetReference(row);
        ref float sines = ref Unsafe.Add(ref cosines, width);
        int i = 0;
        for (; i <= width - 4; i += 4)
        {
            Vector128<float> x = Vector128.Load(rotary + i);
            Vector128<float> turned = x * Vector128.LoadUnsafe(ref cosines, (nuint)i) + Swap(x) * Vector128.LoadUnsafe(ref sines, (nuint)i);
            turned.Store(rotary + i);
        }

        for (; i < width; i += 2)
        {
            (float even, float odd) = (rotary[i], rotary[i + 1]);
            rotary[i] = even * Unsafe.Add(ref cosines, i) + odd * Unsafe.Add(ref sines, i);
            rotary[i + 1] = odd * Unsafe.Add(ref cosines, i + 1) + even * Unsafe.Add(ref sines, i + 1);
        }
    }

    /// <summary>Rotates back: x · cosines − swap(x) · sines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Undo(float* rotary, ReadOnlySpan<float> row)
    {
        int width = row.Length / 2;
        ref float cosines = ref MemoryMarshal.GetReference(row);
        ref float sines = ref Unsafe.Add(ref cosines, width);
        int i = 0;
        for (; i <= width - 4; i += 4)
        {
            Vector128<float> x = Vector128.Load(rotary + i);
            Vector128<float> turned = x * Vector128.LoadUnsafe(ref cosines, (nuint)i) - Swap(x) * Vector128.LoadUnsafe(ref sines, (nuint)i);
            turned.Store(rotary + i);
        }

        for (; i < width; i += 2)
        {
            (float even, float odd) = (rotary[i], rotary[i + 1]);
            rotary[i] = even * Unsafe.Add(ref cosines, i) - odd * Unsafe.Add(ref sines, i);
            rotary[i + 1] = odd * Unsafe.Add(ref cosines, i + 1) - even * Unsafe.Add(ref sines, i + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Swap(Vector128<float> x) => Vector128.Shuffle(x, Vector128.Create(1, 0, 3, 2));
}
