using System.Runtime.Intrinsics;

namespace Fathom.Operators.Linear;

/// <summary>The few vector operations of the float kernels, so that one text serves every width.</summary>
internal unsafe interface ILanes<TVector>
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>The floats at <paramref name="source"/>, aligned or not.</summary>
    static abstract TVector Load(float* source);

    /// <summary>left · right + addend, with one rounding where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The sum of all lanes, always in the same order.</summary>
    static abstract float Sum(TVector vector);
}

/// <summary>4 floats.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);

    public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);
}

/// <summary>8 floats.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    public static float Sum(Vector256<float> vector) => Vector256.Sum(vector);
}

/// <summary>16 floats.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    public static float Sum(Vector512<float> vector) => Vector512.Sum(vector);
}
