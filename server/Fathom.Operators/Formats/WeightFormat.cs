namespace Fathom.Operators.Formats;

/// <summary>How the numbers of a weight matrix are stored. The layouts stand in docs/architecture.md, "Packed weight formats".</summary>
public enum WeightFormat
{
    /// <summary>Plain 32-bit floats, no scales.</summary>
    Float32,

    /// <summary>Signed bytes −127…127, one float scale per block of 32 along the input; in panels of 16 rows, see <see cref="Int8Panels"/>.</summary>
    Int8,

    /// <summary>Nibbles 0…15 that stand for −8…7, one float scale per block of 32 along the input.</summary>
    Int4,

    /// <summary>Nibbles e2m1, one e8m0 scale per block of 32 along the input (OCP MXFP4).</summary>
    Float4,

    /// <summary>Bytes e4m3fn, one e8m0 scale per tile of 128 × 128.</summary>
    Float8,
}
