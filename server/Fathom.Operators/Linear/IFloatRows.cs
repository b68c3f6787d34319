using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>Weight rows read as floats, whatever their format.</summary>
internal unsafe interface IFloatRows
{
    /// <summary>True where the rows are floats in memory already and <see cref="Decode"/> is not needed.</summary>
    static abstract bool ArePlain { get; }

    /// <summary>Writes the K floats of one row, with vectors of the given width.</summary>
    static abstract void Decode<TLanes>(in WeightView weight, int row, float* target)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Rows in the format float32.</summary>
internal readonly unsafe struct Float32Rows : IFloatRows
{
    public static bool ArePlain => true;

    public static void Decode<TLanes>(in WeightView weight, int row, float* target)
        where TLanes : struct, ILanes<TLanes> =>
        new ReadOnlySpan<float>(weight.Codes(row), weight.Columns).CopyTo(new(target, weight.Columns));
}
