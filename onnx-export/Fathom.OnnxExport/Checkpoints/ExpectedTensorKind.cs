namespace Fathom.OnnxExport.Checkpoints;

/// <summary>What a tensor of a checkpoint may look like.</summary>
internal enum ExpectedTensorKind
{
    /// <summary>Floating-point numbers without scales: norms, sinks, biases, hyper-connections, the embedding.</summary>
    Float,

    /// <summary>A matrix that is either floating point or float8 or float4 with scales beside it.</summary>
    Matrix,

    /// <summary>Expert ids, 64-bit integers.</summary>
    Ids,
}
