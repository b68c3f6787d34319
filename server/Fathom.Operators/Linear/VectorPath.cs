using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fathom.Operators.Linear;

/// <summary>Which instructions the matrix kernels use. All give the same results up to the order of float additions.</summary>
internal enum VectorPath
{
    /// <summary>128-bit vectors through the portable interface: any processor.</summary>
    Portable,

    /// <summary>256-bit vectors: x64 with AVX2 and FMA; integer dots by AVX-VNNI where the processor has it.</summary>
    Vector256,

    /// <summary>512-bit vectors for floats: x64 with AVX-512; integer dots as on <see cref="Vector256"/>.</summary>
    Vector512,
}

/// <summary>What this process can run.</summary>
internal static class VectorPaths
{
    /// <summary>The widest path of this processor, chosen once.</summary>
    public static readonly VectorPath Best =
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? VectorPath.Vector512
        : Avx2.IsSupported && Fma.IsSupported ? VectorPath.Vector256
        : VectorPath.Portable;
}
