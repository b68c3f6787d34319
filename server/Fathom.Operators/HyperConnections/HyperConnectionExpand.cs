using System.Runtime.Intrinsics;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.HyperConnections;

/// <summary>
/// The write half of a hyper-connected sublayer: every residual stream becomes a mix of all streams plus its share of the sublayer's output.
/// </summary>
/// <remarks>
/// <code>streams'[t, k, :] = post[t, k] · output[t, :] + Σ_j combination[t, j, k] · streams[t, j, :]</code>
/// The sum runs over the first index of the combination. Source: the mHC of DeepSeek-V4.
/// Inputs: output [T, d], streams [T, n, d], post [T, n], combination [T, n, n]. Output: streams [T, n, d].
/// </remarks>
internal sealed unsafe class HyperConnectionExpand : Kernel
{
    /// <summary>Multiply-adds that are worth handing to another thread; they wait for memory more than for arithmetic.</summary>
    private const long ParallelWork = 500_000;

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(HyperConnectionExpand),
        [
            TensorDeclaration.Float("output"),
            TensorDeclaration.Float("streams"),
            TensorDeclaration.Float("post"),
            TensorDeclaration.Float("combination"),
        ],
        [TensorDeclaration.Float("streams")],
        _ => new HyperConnectionExpand());

    internal override void Compute(KernelContext context)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Lanes512>(context);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Lanes256>(context);
        }
        else
        {
            Compute<Lanes128>(context);
        }
    }

    private static void Compute<TLanes>(KernelContext context)
        where TLanes : struct, ILanes<TLanes>
    {
        InputTensor<float> streams = context.InputOfRank<float>(1, 3);
        long rows = streams.Shape[0], n = streams.Shape[1], width = streams.Shape[2];
        ReadOnlySpan<float> output = context.Input<float>(0, rows, width);
        ReadOnlySpan<float> post = context.Input<float>(2, rows, n);
        ReadOnlySpan<float> combination = context.Input<float>(3, rows, n, n);
        Span<float> result = context.Output<float>(0, rows, n, width);
        int blockRows = (int)Math.Clamp(ParallelWork / Math.Max(1, n * n * width), 1, Math.Max(1, rows));
        ExpandRows<TLanes> body = new(
            TensorMemory.Pointer(output),
            TensorMemory.Pointer(streams.Data),
            TensorMemory.Pointer(post),
            TensorMemory.Pointer(combination),
            TensorMemory.Pointer(result),
            (int)rows,
            blockRows,
            (int)n,
            (int)width);
        context.ParallelFor(((int)rows + blockRows - 1) / blockRows, ref body);
    }
}
