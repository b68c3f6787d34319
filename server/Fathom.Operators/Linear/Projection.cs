namespace Fathom.Operators.Linear;

/// <summary>One of several linear layers of the same input.</summary>
/// <param name="weight">W [N, K].</param>
/// <param name="output">Receives y [T, N]; null where nobody asks for it.</param>
internal unsafe struct Projection(WeightView weight, float* output)
{
    /// <summary>W [N, K].</summary>
    public WeightView Weight = weight;

    /// <summary>y [T, N].</summary>
    public float* Output = output;

    /// <summary>The input rows as the kernel of the weight's format reads them.</summary>
    public byte* Input;

    /// <summary>Bytes from one input row to the next.</summary>
    public nint InputStride;
}
