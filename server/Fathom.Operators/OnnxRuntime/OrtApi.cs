using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// The functions of ONNX Runtime's C API that managed operators need and the managed package does not expose.
/// Reads that never block or call back skip the GC transition, which keeps a node's overhead in the tenths of a microsecond.
/// </summary>
internal static unsafe partial class OrtApi
{
    /// <summary>The API version of the header that <see cref="OrtFunction"/> and <see cref="OrtCustomOp"/> were written from.</summary>
    internal const uint Version = 31;

    private static readonly nint* Table = LoadTable();

    /// <summary>OrtStatus* (OrtErrorCode code, const char* message)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<OrtErrorCode, byte*, nint> CreateStatus =
        (delegate* unmanaged[Cdecl]<OrtErrorCode, byte*, nint>)Table[(int)OrtFunction.CreateStatus];

    /// <summary>const char* (const OrtStatus* status)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*> GetErrorMessage =
        (delegate* unmanaged[Cdecl]<nint, byte*>)Table[(int)OrtFunction.GetErrorMessage];

    /// <summary>void (OrtStatus* status)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, void> ReleaseStatus =
        (delegate* unmanaged[Cdecl]<nint, void>)Table[(int)OrtFunction.ReleaseStatus];

    /// <summary>OrtStatus* (const char* domain, OrtCustomOpDomain** out)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<byte*, nint*, nint> CreateCustomOpDomain =
        (delegate* unmanaged[Cdecl]<byte*, nint*, nint>)Table[(int)OrtFunction.CreateCustomOpDomain];

    /// <summary>OrtStatus* (OrtCustomOpDomain* domain, const OrtCustomOp* op)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, OrtCustomOp*, nint> CustomOpDomainAdd =
        (delegate* unmanaged[Cdecl]<nint, OrtCustomOp*, nint>)Table[(int)OrtFunction.CustomOpDomainAdd];

    /// <summary>OrtStatus* (OrtSessionOptions* options, OrtCustomOpDomain* domain)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, nint, nint> AddCustomOpDomain =
        (delegate* unmanaged[Cdecl]<nint, nint, nint>)Table[(int)OrtFunction.AddCustomOpDomain];

    /// <summary>OrtStatus* (const OrtKernelInfo* info, const char* name, float* out)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, float*, nint> KernelInfoGetAttributeFloat =
        (delegate* unmanaged[Cdecl]<nint, byte*, float*, nint>)Table[(int)OrtFunction.KernelInfoGetAttributeFloat];

    /// <summary>OrtStatus* (const OrtKernelInfo* info, const char* name, int64_t* out)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, long*, nint> KernelInfoGetAttributeInt64 =
        (delegate* unmanaged[Cdecl]<nint, byte*, long*, nint>)Table[(int)OrtFunction.KernelInfoGetAttributeInt64];

    /// <summary>OrtStatus* (const OrtKernelInfo* info, const char* name, char* out, size_t* size)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, nuint*, nint> KernelInfoGetAttributeString =
        (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nuint*, nint>)Table[(int)OrtFunction.KernelInfoGetAttributeString];

    /// <summary>OrtStatus* (const OrtKernelInfo* info, const char* name, int64_t* out, size_t* size)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, byte*, long*, nuint*, nint> KernelInfoGetAttributeArrayInt64 =
        (delegate* unmanaged[Cdecl]<nint, byte*, long*, nuint*, nint>)Table[(int)OrtFunction.KernelInfoGetAttributeArrayInt64];

    /// <summary>OrtStatus* (const OrtKernelContext* context, size_t* out)</summary>
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, nint> KernelContextGetInputCount =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, nint>)Table[(int)OrtFunction.KernelContextGetInputCount];

    /// <summary>OrtStatus* (const OrtKernelContext* context, size_t* out)</summary>
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, nint> KernelContextGetOutputCount =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint*, nint>)Table[(int)OrtFunction.KernelContextGetOutputCount];

    /// <summary>OrtStatus* (const OrtKernelContext* context, size_t index, const OrtValue** out)</summary>
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint, nint*, nint> KernelContextGetInput =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nuint, nint*, nint>)Table[(int)OrtFunction.KernelContextGetInput];

    /// <summary>OrtStatus* (OrtKernelContext* context, size_t index, const int64_t* dimensions, size_t count, OrtValue** out)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, nuint, long*, nuint, nint*, nint> KernelContextGetOutput =
        (delegate* unmanaged[Cdecl]<nint, nuint, long*, nuint, nint*, nint>)Table[(int)OrtFunction.KernelContextGetOutput];

    /// <summary>OrtStatus* (const OrtKernelContext* context, void (*body)(void*, size_t), size_t total, size_t batches, void* state)</summary>
    internal static readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, nuint, void>, nuint, nuint, void*, nint> KernelContextParallelFor =
        (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, nuint, void>, nuint, nuint, void*, nint>)Table[(int)OrtFunction.KernelContextParallelFor];

    /// <summary>OrtStatus* (OrtValue* value, void** out)</summary>
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void**, nint> GetTensorMutableData =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, void**, nint>)Table[(int)OrtFunction.GetTensorMutableData];

    /// <summary>OrtStatus* (const OrtValue* value, ONNXTensorElementDataType* type, const int64_t** shape, size_t* rank)</summary>
    internal static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, ElementType*, long**, nuint*, nint> GetTensorTypeAndShape =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, ElementType*, long**, nuint*, nint>)Table[(int)OrtFunction.GetTensorElementTypeAndShapeDataReference];

    /// <summary>Throws what ONNX Runtime reported, and releases the report; does nothing for success (a null status).</summary>
    /// <exception cref="OperatorException">ONNX Runtime reported a failure.</exception>
    internal static void Check(nint status)
    {
        if (status != 0)
        {
            throw new OperatorException(TakeMessage(status));
        }
    }

    /// <summary>The text of a failed status, which is released.</summary>
    internal static string TakeMessage(nint status)
    {
        string message = Marshal.PtrToStringUTF8((nint)GetErrorMessage(status)) ?? "ONNX Runtime reported a failure without a message.";
        ReleaseStatus(status);
        return message;
    }

    /// <summary>struct OrtApiBase holds two functions: GetApi(version), and GetVersionString().</summary>
    private static nint* LoadTable()
    {
        nint* entry = OrtGetApiBase();
        nint* table = ((delegate* unmanaged[Cdecl]<uint, nint*>)entry[0])(Version);
        if (table is null)
        {
            string? version = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)entry[1])());
            throw new NotSupportedException(
                $"The ONNX Runtime library that was loaded is version {version}; Fathom's operators need 1.{Version} or later.");
        }

        return table;
    }

    [LibraryImport("onnxruntime")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint* OrtGetApiBase();
}
