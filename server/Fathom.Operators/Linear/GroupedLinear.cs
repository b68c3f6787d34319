using Fathom.Operators.Formats;
using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Linear;

/// <summary>The operator GroupedLinear: see <see cref="GroupedProduct"/> for the formula.</summary>
/// <remarks>Inputs: input [T, G·K], weight (packed, G·N rows), scales (absent for float32). Output [T, G·N].</remarks>
internal sealed class GroupedLinear : Kernel
{
    private readonly int _groups;
    private readonly int _inputWidth;
    private readonly int _outputWidth;
    private readonly WeightFormat _format;

    private GroupedLinear(KernelAttributes attributes)
    {
        _groups = attributes.Integer("groups", minimum: 1);
        _inputWidth = attributes.Integer("input_width", minimum: 1);
        _outputWidth = attributes.Integer("output_width", minimum: 1);
        _format = PackedInput.Format("format", attributes.Text("format"), _inputWidth);
    }

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(GroupedLinear),
        [
            TensorDeclaration.Float("input"),
            TensorDeclaration.Packed("weight"),
            TensorDeclaration.OptionalPacked("scales"),
        ],
        [TensorDeclaration.Float("output")],
        attributes => new GroupedLinear(attributes));

    internal override void Compute(KernelContext context)
    {
        InputTensor<float> input = context.InputOfRank<float>(0, 2);
        if (input.Shape[1] != _groups * _inputWidth)
        {
            context.ThrowShape(0, input.Shape, $"{_groups} groups of {_inputWidth} columns are expected");
        }

        WeightView weight = PackedInput.Read(context, weight: 1, scales: 2, _format, _groups, _outputWidth, _inputWidth);
        Span<float> output = context.Output<float>(0, input.Shape[0], _groups * _outputWidth);
        GroupedProduct.Compute(LinearKernel.For(_format), weight, _groups, input.Data, output, context);
    }
}
