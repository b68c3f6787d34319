namespace Fathom.OnnxExport.Onnx;

/// <summary>Where the bytes of a tensor lie outside the model file.</summary>
/// <param name="File">File name, relative to the model file.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Number of bytes.</param>
internal sealed record ExternalData(string File, long Offset, long Length);
