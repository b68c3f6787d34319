using System.Runtime.Intrinsics;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.HyperConnections;

/// <summary>
/// The read half of a hyper-connected sublayer: the streams of a token become one vector, normed where the node has a norm, and the weights of the write half
/// are computed on the way. Where the sublayer before is still to be written back, that happens first.
/// </summary>
/// <remarks>
/// Inputs: streams [T, n, d], function [(2+n)·n or n, n·d], base [(2+n)·n or n], scale [3 or 1]; optional norm [d]; of the sublayer before, all or none: output
/// [T, d], output_post [T, n], output_combination [T, n, n].
/// Outputs: collapsed [T, d]; optional post [T, n] and combination [T, n, n]; streams [T, n, d] after the sublayer before, only with its inputs.
/// Formulas: <see cref="CollapseRows{TLanes}"/>, <see cref="ExpandRows{TLanes}"/>.
/// </remarks>
internal sealed unsafe class HyperConnectionCollapse : Kernel
{
    /// <summary>Multiply-adds that are worth handing to another thread.</summary>
    private const long ParallelWork = 1_000_000;

    /// <summary>Models have some twenty; a count that never ends could not be cancelled.</summary>
    private const int MostIterations = 1000;

    private readonly float _normEpsilon;
    private readonly float _epsilon;
    private readonly int _iterations;

    private HyperConnectionCollapse(KernelAttributes attributes)
    {
        _normEpsilon = attributes.Number("norm_epsilon");
        _epsilon = attributes.Number("epsilon");
        _iterations = attributes.Integer("sinkhorn_iterations", 1, MostIterations);
    }

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(HyperConnectionCollapse),
        [
            TensorDeclaration.Float("streams"),
            TensorDeclaration.Float("function"),
            TensorDeclaration.Float("base"),
            TensorDeclaration.Float("scale"),
            TensorDeclaration.OptionalFloat("norm"),
            TensorDeclaration.OptionalFloat("output"),
            TensorDeclaration.OptionalFloat("output_post"),
            TensorDeclaration.OptionalFloat("output_combination"),
        ],
        [
            TensorDeclaration.Float("collapsed"),
            TensorDeclaration.OptionalFloat("post"),
            TensorDeclaration.OptionalFloat("combination"),
            TensorDeclaration.OptionalFloat("streams"),
        ],
        attributes => new HyperConnectionCollapse(attributes));

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

    private void Compute<TLanes>(KernelContext context)
        where TLanes : struct, ILanes<TLanes>
    {
        InputTensor<float> streams = context.InputOfRank<float>(0, 3);
        long rows = streams.Shape[0], n = streams.Shape[1], width = streams.Shape[2];
        InputTensor<float> function = context.InputOfRank<float>(1, 2);
        long functionRows = function.Shape[0];
        bool isHead = functionRows == n;
        if ((!isHead && functionRows != (2 + n) * n) || function.Shape[1] != n * width || n * width == 0)
        {
            context.ThrowShape(1, function.Shape, $"[{(2 + n) * n}, {n * width}] or, for the head, [{n}, {n * width}] is expected");
        }

        ReadOnlySpan<float> @base = context.Input<float>(2, functionRows);
        ReadOnlySpan<float> scale = context.Input<float>(3, isHead ? 1 : 3);
        ReadOnlySpan<float> norm = context.OptionalInput<float>(4, width);
        Span<float> collapsed = context.Output<float>(0, rows, width);
        Span<float> post = isHead ? default : context.Output<float>(1, rows, n);
        Span<float> combination = isHead ? default : context.Output<float>(2, rows, n, n);
        int blockRows = BlockRows(rows, functionRows * n * width, TLanes.Count);
        float* source = TensorMemory.Pointer(streams.Data);
        ExpandRows<TLanes> expansion = default;
        bool expands = context.HasInput(5);
        if (expands)
        {
            float* expanded = TensorMemory.Pointer(context.Output<float>(3, rows, n, width));
            if (expanded is null)
            {
                throw new OperatorException("output 'streams' is missing; a node with input 'output' gives the streams that it makes of it.");
            }

            expansion = new(
                TensorMemory.Pointer(context.Input<float>(5, rows, width)),
                source,
                TensorMemory.Pointer(context.Input<float>(6, rows, n)),
                TensorMemory.Pointer(context.Input<float>(7, rows, n, n)),
                expanded,
                (int)rows,
                blockRows,
                (int)n,
                (int)width);
            source = expanded;
        }

        CollapseRows<TLanes> collapse = new()
        {
            Streams = source,
            Function = TensorMemory.Pointer(function.Data),
            Base = TensorMemory.Pointer(@base),
            Scale = TensorMemory.Pointer(scale),
            Norm = TensorMemory.Pointer(norm),
            Collapsed = TensorMemory.Pointer(collapsed),
            Post = TensorMemory.Pointer(post),
            Combination = TensorMemory.Pointer(combination),
            Rows = (int)rows,
            BlockRows = blockRows,
            N = (int)n,
            Width = (int)width,
            FunctionRows = (int)functionRows,
            Iterations = _iterations,
            NormEpsilon = _normEpsilon,
            Epsilon = _epsilon,
        };
        Body<TLanes> body = new(expands, expansion, collapse);
        context.ParallelFor(((int)rows + blockRows - 1) / blockRows, ref body);
    }

    /// <summary>Rows per block: a multiple of the lanes, so that no lane is left idle, and enough work to be worth a thread.</summary>
    private static int BlockRows(long rows, long workOfRow, int lanes)
    {
        long wanted = Math.Clamp(ParallelWork / Math.Max(1, workOfRow), 1, Math.Max(1, rows));
        return (int)((wanted + lanes - 1) / lanes * lanes);
    }

    /// <summary>Both halves for the rows of one block, so that the new streams are still in the cache when they are read.</summary>
    private readonly struct Body<TLanes>(bool expands, ExpandRows<TLanes> expansion, CollapseRows<TLanes> collapse) : IParallelBody
        where TLanes : struct, ILanes<TLanes>
    {
        public void Run(int index)
        {
            if (expands)
            {
                expansion.Run(index);
            }

            collapse.Run(index);
        }
    }
}
