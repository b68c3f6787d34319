namespace Fathom.OnnxExport;

/// <summary>How the weights of an exported model are stored.</summary>
public enum WeightOption
{
    /// <summary>32-bit floats: the reference.</summary>
    Float32,

    /// <summary>8-bit integers in blocks of 32; what is sensitive stays float32.</summary>
    Int8,

    /// <summary>4-bit integers in blocks of 32; what is sensitive stays float32 or int8.</summary>
    Int4,

    /// <summary>The float8 and float4 numbers of a published checkpoint as they are, without another rounding.</summary>
    Published,
}
