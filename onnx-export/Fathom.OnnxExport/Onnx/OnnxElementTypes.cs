namespace Fathom.OnnxExport.Onnx;

/// <summary>Sizes of the element types.</summary>
internal static class OnnxElementTypes
{
    /// <summary>Bytes per element.</summary>
    public static int ByteSize(this OnnxElementType type) => type switch
    {
        OnnxElementType.Int64 => 8,
        OnnxElementType.Float or OnnxElementType.Int32 => 4,
        OnnxElementType.Float16 or OnnxElementType.BFloat16 => 2,
        _ => 1,
    };
}
