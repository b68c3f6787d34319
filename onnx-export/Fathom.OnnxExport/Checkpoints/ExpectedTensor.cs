namespace Fathom.OnnxExport.Checkpoints;

/// <summary>A tensor that a checkpoint must have, by transformers' name and logical shape.</summary>
internal sealed record ExpectedTensor(string Name, ExpectedTensorKind Kind, params IReadOnlyList<long> Shape)
{
    /// <summary>Number of weights.</summary>
    public long ElementCount => Shape.Aggregate(1L, (product, size) => product * size);
}
