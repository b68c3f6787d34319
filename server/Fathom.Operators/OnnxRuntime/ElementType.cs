namespace Fathom.Operators.OnnxRuntime;

/// <summary>Element types of tensors, numbered as in ONNX.</summary>
internal enum ElementType
{
    /// <summary>As a declaration: any type; the kernel decides.</summary>
    Any = 0,
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
}
