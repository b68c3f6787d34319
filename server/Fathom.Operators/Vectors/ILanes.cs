namespace Fathom.Operators.Vectors;

/// <summary>
/// A vector register of 32-bit floats, so that one kernel source serves every width: 512 bits (AVX-512), 256 bits (AVX2) and 128 bits
/// (Arm NEON and everything else). The just-in-time compiler makes one specialised body for each.
/// </summary>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Number of floats in a register; divides 16.</summary>
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf Broadcast(float value);

    static abstract void Store(float* target, TSelf value);

    static abstract TSelf Add(TSelf left, TSelf right);

    static abstract TSelf Subtract(TSelf left, TSelf right);

    static abstract TSelf Multiply(TSelf left, TSelf right);

    static abstract TSelf Divide(TSelf left, TSelf right);

    /// <summary>left · right + addend, in one rounding where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The larger of each pair; for NaN whatever the processor gives.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>value · 2^n, where n stands in the low mantissa bits of <paramref name="shifted"/>.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf value, TSelf shifted);

    /// <summary>value, or 0 where tested &lt; threshold.</summary>
    static abstract TSelf ZeroWhereLess(TSelf value, TSelf tested, TSelf threshold);

    /// <summary>Sum of the lanes.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>Largest lane.</summary>
    static abstract float Largest(TSelf value);
}
