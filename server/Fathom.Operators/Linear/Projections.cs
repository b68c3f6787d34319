using Fathom.Operators.Formats;
using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Linear;

/// <summary>
/// The operator Projections: several linear layers of one input, which is prepared once for all of them. With a norm the input is RMS-normalised first.
/// See <see cref="ProjectedInput"/> for the formula.
/// </summary>
/// <remarks>
/// Inputs: input [T, K], norm [K] (optional), then for projection i weight (packed, N_i rows) and scales (absent for float32). Outputs: [T, N_i].
/// Attributes: <c>input_width</c> K, <c>output_widths</c> N_i, <c>formats</c> as many formats separated by spaces, <c>norm_epsilon</c>.
/// </remarks>
internal sealed unsafe class Projections : Kernel
{
    /// <summary>As many as share an input in any layer: the query's and the keys' projection, two of the compressor, three of the indexer.</summary>
    private const int Most = 7;

    private const int NormInput = 1;
    private const int FirstWeight = 2;

    private readonly int _inputWidth;
    private readonly int[] _outputWidths;
    private readonly WeightFormat[] _formats;
    private readonly float _normEpsilon;

    private Projections(KernelAttributes attributes)
    {
        _inputWidth = attributes.Integer("input_width", minimum: 1);
        _outputWidths = attributes.Integers("output_widths", minimum: 1);
        string[] formats = attributes.Text("formats").Split(' ');
        _formats = new WeightFormat[formats.Length];
        for (int i = 0; i < formats.Length; i++)
        {
            _formats[i] = PackedInput.Format("formats", formats[i], _inputWidth);
        }

        _normEpsilon = attributes.Number("norm_epsilon");
        if (_formats.Length != _outputWidths.Length || _formats.Length > Most)
        {
            throw new OperatorException(
                $"attributes 'output_widths' and 'formats' name {_outputWidths.Length} and {_formats.Length} projections; equal numbers up to {Most} are expected.");
        }
    }

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(Projections),
        [
            TensorDeclaration.Float("input"),
            TensorDeclaration.OptionalFloat("norm"),
            TensorDeclaration.Packed("weight0"),
            TensorDeclaration.OptionalPacked("scales0"),
            .. Enumerable.Range(1, Most - 1).SelectMany(i =>
                (TensorDeclaration[])[TensorDeclaration.OptionalPacked($"weight{i}"), TensorDeclaration.OptionalPacked($"scales{i}")]),
        ],
        [TensorDeclaration.Float("output0"), .. Enumerable.Range(1, Most - 1).Select(i => TensorDeclaration.OptionalFloat($"output{i}"))],
        attributes => new Projections(attributes));

    internal override void Compute(KernelContext context)
    {
        InputTensor<float> input = context.InputOfRank<float>(0, 2);
        if (input.Shape[1] != _inputWidth)
        {
            context.ThrowShape(0, input.Shape, $"{_inputWidth} columns are expected");
        }

        int rows = (int)input.Shape[0];
        float* norm = context.HasInput(NormInput) ? TensorMemory.Pointer(context.Input<float>(NormInput, _inputWidth)) : null;
        Projection* projections = stackalloc Projection[Most];
        for (int i = 0; i < _formats.Length; i++)
        {
            WeightView weight = PackedInput.Read(
                context, FirstWeight + (2 * i), FirstWeight + (2 * i) + 1, _formats[i], 1, _outputWidths[i], _inputWidth);
            projections[i] = new Projection(weight, TensorMemory.Pointer(context.Output<float>(i, rows, _outputWidths[i])));
        }

        if (rows > 0)
        {
            ProjectedInput.Compute(TensorMemory.Pointer(input.Data), rows, norm, _normEpsilon, new(projections, _formats.Length), context);
        }
    }
}
