using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>One parallel loop under way on ONNX Runtime's intra-op pool; lives on the stack of the thread that waits for it.</summary>
internal unsafe struct ParallelCall
{
    private void* _body;
    private delegate*<void*, int, void> _run;
    private nint _failure;

    /// <summary>Runs the body for 0…<paramref name="count"/>−1 and returns when all are done.</summary>
    /// <exception cref="OperatorException">ONNX Runtime refused; what an iteration throws comes out as it is (the first one, if several do).</exception>
    internal static void Run<TBody>(nint context, int count, ref TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        ParallelCall call = new() { _body = Unsafe.AsPointer(ref body), _run = &Invoke<TBody> };
        OrtApi.Check(OrtApi.KernelContextParallelFor(context, &Enter, (nuint)count, 0, &call));
        if (call._failure != 0)
        {
            GCHandle handle = GCHandle.FromIntPtr(call._failure);
            Exception failure = (Exception)handle.Target!;
            handle.Free();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private static void Invoke<TBody>(void* body, int index)
        where TBody : struct, IParallelBody, allows ref struct =>
        Unsafe.AsRef<TBody>(body).Run(index);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Enter(void* state, nuint index)
    {
        ParallelCall* call = (ParallelCall*)state;
        try
        {
            call->_run(call->_body, (int)index);
        }
#pragma warning disable CA1031 // Nothing may cross into native code; the waiting thread rethrows it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            GCHandle handle = GCHandle.Alloc(exception);
            if (Interlocked.CompareExchange(ref call->_failure, GCHandle.ToIntPtr(handle), 0) != 0)
            {
                handle.Free();
            }
        }
    }
}
