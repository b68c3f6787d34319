namespace Fathom.OnnxExport;

/// <summary>The size of a part of a model.</summary>
/// <param name="Part">The part.</param>
/// <param name="Parameters">Its weights.</param>
/// <param name="Bytes">Bytes of its tensors, scales included.</param>
/// <param name="BytesPerToken">Bytes of them that computing one token reads.</param>
public sealed record PartSize(ModelPart Part, long Parameters, long Bytes, long BytesPerToken);
