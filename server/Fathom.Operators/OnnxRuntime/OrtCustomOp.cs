using System.Runtime.InteropServices;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// <c>struct OrtCustomOp</c> of onnxruntime_c_api.h, API version 31, followed by this side's own handle: how ONNX Runtime is told of an operator.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OrtCustomOp
{
    internal uint Version;
    internal nint CreateKernel;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, byte*> GetName;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, byte*> GetExecutionProviderType;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint, ElementType> GetInputType;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint> GetInputTypeCount;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint, ElementType> GetOutputType;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint> GetOutputTypeCount;
    internal nint KernelCompute;
    internal delegate* unmanaged[Cdecl]<nint, void> KernelDestroy;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint, int> GetInputCharacteristic;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint, int> GetOutputCharacteristic;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nuint, int> GetInputMemoryType;
    internal nint GetVariadicInputMinArity;
    internal nint GetVariadicInputHomogeneity;
    internal nint GetVariadicOutputMinArity;
    internal nint GetVariadicOutputHomogeneity;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, nint, nint, nint*, nint> CreateKernelV2;
    internal delegate* unmanaged[Cdecl]<nint, nint, nint> KernelComputeV2;
    internal nint InferOutputShape;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, int> GetStartVersion;
    internal delegate* unmanaged[Cdecl]<OrtCustomOp*, int> GetEndVersion;
    internal nint GetMayInplace;
    internal nint ReleaseMayInplace;
    internal nint GetAliasMap;
    internal nint ReleaseAliasMap;

    /// <summary>The operator's name in UTF-8, zero-terminated, in native memory. Not part of ONNX Runtime's struct.</summary>
    internal byte* Name;

    /// <summary>GC handle of the <see cref="OperatorDeclaration"/>. Not part of ONNX Runtime's struct.</summary>
    internal nint Declaration;
}
