namespace Fathom.OnnxExport.Onnx;

/// <summary>One dimension of an input or output: a size, or a symbol for what is only known when the model runs.</summary>
internal readonly record struct OnnxDimension(long? Size, string? Symbol)
{
    public static implicit operator OnnxDimension(long size) => new(size, null);

    public static implicit operator OnnxDimension(string symbol) => new(null, symbol);
}
