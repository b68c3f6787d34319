namespace Fathom.Operators.OnnxRuntime;

/// <summary>ONNX Runtime's error codes that operators report.</summary>
internal enum OrtErrorCode
{
    /// <summary>The operator was given something it does not accept.</summary>
    InvalidArgument = 2,

    /// <summary>The operator itself failed.</summary>
    RuntimeException = 6,
}
