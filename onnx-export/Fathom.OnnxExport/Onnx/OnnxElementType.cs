namespace Fathom.OnnxExport.Onnx;

/// <summary>Element types of ONNX tensors, with the numbers of TensorProto.DataType.</summary>
internal enum OnnxElementType
{
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Float16 = 10,
    BFloat16 = 16,
}
