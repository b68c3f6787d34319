namespace Fathom.OnnxExport;

/// <summary>How far an export is.</summary>
/// <param name="BytesDone">Bytes of weights written.</param>
/// <param name="BytesTotal">Bytes of weights to write.</param>
/// <param name="Tensor">The tensor that is being written.</param>
public readonly record struct ExportProgress(long BytesDone, long BytesTotal, string Tensor);
