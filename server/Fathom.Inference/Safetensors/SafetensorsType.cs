namespace Fathom.Inference.Safetensors;

/// <summary>Element types of safetensors files, with the format's own spelling.</summary>
public enum SafetensorsType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>The upper 16 bits of a 32-bit float.</summary>
    BF16,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>e4m3fn, one byte.</summary>
    F8_E4M3,

    /// <summary>e8m0, a power of two in one byte.</summary>
    F8_E8M0,

    /// <summary>Signed byte; published checkpoints keep two float4 values in each.</summary>
    I8,

    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>32-bit integer.</summary>
    I32,

    /// <summary>64-bit integer.</summary>
    I64,
}
