using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>Addresses of tensors during one kernel call.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The address of a tensor's first element: ONNX Runtime's memory does not move, so it stays good until the kernel returns. Null for an empty span.</summary>
    internal static T* Pointer<T>(ReadOnlySpan<T> tensor)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor));

    /// <inheritdoc cref="Pointer{T}(ReadOnlySpan{T})"/>
    internal static T* Pointer<T>(Span<T> tensor)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor));
}
