namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// Positions in ONNX Runtime's table of functions: the order of <c>struct OrtApi</c> in onnxruntime_c_api.h, which only ever grows at its end.
/// </summary>
internal enum OrtFunction
{
    CreateStatus = 0,
    GetErrorMessage = 2,
    CreateCustomOpDomain = 26,
    CustomOpDomainAdd = 27,
    AddCustomOpDomain = 28,
    GetTensorMutableData = 51,
    KernelInfoGetAttributeFloat = 85,
    KernelInfoGetAttributeInt64 = 86,
    KernelInfoGetAttributeString = 87,
    KernelContextGetInputCount = 88,
    KernelContextGetOutputCount = 89,
    KernelContextGetInput = 90,
    KernelContextGetOutput = 91,
    ReleaseStatus = 93,
    KernelInfoGetAttributeArrayInt64 = 163,
    KernelContextParallelFor = 274,
    GetTensorElementTypeAndShapeDataReference = 414,
}
