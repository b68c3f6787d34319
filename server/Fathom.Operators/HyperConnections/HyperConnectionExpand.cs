using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.HyperConnections;

/// <summary>
/// The write half of a hyper-connected sublayer: every residual stream becomes a mix of all streams plus its share of the sublayer's output.
/// </summary>
/// <remarks>
/// <code>streams'[t, k, :] = post[t, k] · output[t, :] + Σ_j combination[t, j, k] · streams[t, j, :]</code>
/// The sum runs over the first index of the combination. Source: the mHC sublayer of DeepSeek-V4.
/// Inputs: output [T, d], streams [T, n, d], post [T, n], combination [T, n, n]. Output: streams [T, n, d].
/// </remarks>
internal sealed class HyperConnectionExpand : Kernel
{
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
        InputTensor<float> streams = context.InputOfRank<float>(1, 3);
        long rows = streams.Shape[0], n = streams.Shape[1], width = streams.Shape[2];
        ReadOnlySpan<float> output = context.Input<float>(0, rows, width);
        ReadOnlySpan<float> post = context.Input<float>(2, rows, n);
        ReadOnlySpan<float> combination = context.Input<float>(3, rows, n, n);
        Span<float> result = context.Output<float>(0, rows, n, width);
        StreamMixing.Expand(output, streams.Data, post, combination, result, (int)rows, (int)n, (int)width);
    }
}
