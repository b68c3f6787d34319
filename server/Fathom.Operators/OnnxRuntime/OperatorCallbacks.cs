using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// The methods that ONNX Runtime calls. Each one that can fail catches everything and answers with an OrtStatus, so no managed exception
/// ever reaches native code.
/// </summary>
internal static unsafe class OperatorCallbacks
{
    private const int Required = 0;
    private const int Optional = 1;

    /// <summary>Describes an operator in native memory. It is never freed: ONNX Runtime keeps it as long as any session lives.</summary>
    internal static OrtCustomOp* Describe(OperatorDeclaration declaration)
    {
        OrtCustomOp* op = (OrtCustomOp*)NativeMemory.AllocZeroed((nuint)sizeof(OrtCustomOp));
        op->Version = OrtApi.Version;
        op->GetName = &GetName;
        op->GetExecutionProviderType = &GetExecutionProviderType;
        op->GetInputType = &GetInputType;
        op->GetInputTypeCount = &GetInputTypeCount;
        op->GetOutputType = &GetOutputType;
        op->GetOutputTypeCount = &GetOutputTypeCount;
        op->KernelDestroy = &KernelDestroy;
        op->GetInputCharacteristic = &GetInputCharacteristic;
        op->GetOutputCharacteristic = &GetOutputCharacteristic;
        op->GetInputMemoryType = &GetInputMemoryType;
        op->CreateKernelV2 = &CreateKernel;
        op->KernelComputeV2 = &KernelCompute;
        op->GetStartVersion = &GetStartVersion;
        op->GetEndVersion = &GetEndVersion;
        op->Name = (byte*)Marshal.StringToCoTaskMemUTF8(declaration.Name);
        op->Declaration = GCHandle.ToIntPtr(GCHandle.Alloc(declaration));
        return op;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint CreateKernel(OrtCustomOp* op, nint api, nint info, nint* kernel)
    {
        OperatorDeclaration declaration = DeclarationOf(op);
        try
        {
            Kernel created = declaration.CreateKernel(new KernelAttributes(info));
            created.Operator = declaration;
            *kernel = GCHandle.ToIntPtr(GCHandle.Alloc(created));
            return 0;
        }
#pragma warning disable CA1031 // Nothing may cross into native code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            *kernel = 0;
            return Status(declaration, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint KernelCompute(nint handle, nint context)
    {
        Kernel kernel = Unsafe.As<Kernel>(GCHandle.FromIntPtr(handle).Target!);
        try
        {
            kernel.Compute(new KernelContext(context, kernel.Operator));
            return 0;
        }
#pragma warning disable CA1031 // Nothing may cross into native code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Status(kernel.Operator, exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void KernelDestroy(nint handle)
    {
        if (handle != 0)
        {
            GCHandle.FromIntPtr(handle).Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetName(OrtCustomOp* op) => op->Name;

    /// <summary>Null is the CPU provider; under another provider ONNX Runtime copies what these nodes read and write.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetExecutionProviderType(OrtCustomOp* op) => null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint GetInputTypeCount(OrtCustomOp* op) => (nuint)DeclarationOf(op).Inputs.Count;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ElementType GetInputType(OrtCustomOp* op, nuint index) => DeclarationOf(op).Inputs[(int)index].Type;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetInputCharacteristic(OrtCustomOp* op, nuint index) =>
        DeclarationOf(op).Inputs[(int)index].IsOptional ? Optional : Required;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetInputMemoryType(OrtCustomOp* op, nuint index) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint GetOutputTypeCount(OrtCustomOp* op) => (nuint)DeclarationOf(op).Outputs.Count;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static ElementType GetOutputType(OrtCustomOp* op, nuint index) => DeclarationOf(op).Outputs[(int)index].Type;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetOutputCharacteristic(OrtCustomOp* op, nuint index) =>
        DeclarationOf(op).Outputs[(int)index].IsOptional ? Optional : Required;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetStartVersion(OrtCustomOp* op) => 1;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetEndVersion(OrtCustomOp* op) => int.MaxValue;

    private static OperatorDeclaration DeclarationOf(OrtCustomOp* op) =>
        Unsafe.As<OperatorDeclaration>(GCHandle.FromIntPtr(op->Declaration).Target!);

    private static nint Status(OperatorDeclaration declaration, Exception exception)
    {
        (OrtErrorCode code, string text) = exception is OperatorException
            ? (OrtErrorCode.InvalidArgument, $"{declaration.Name}: {exception.Message}")
            : (OrtErrorCode.RuntimeException, $"{declaration.Name} failed with {exception.GetType().Name}: {exception.Message}");
        fixed (byte* message = Encoding.UTF8.GetBytes(text + '\0'))
        {
            return OrtApi.CreateStatus(code, message);
        }
    }
}
