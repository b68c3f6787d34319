using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Experts;

/// <summary>The operator ExpertMixture: see <see cref="Mixture"/> for the formula.</summary>
/// <remarks>
/// Inputs: hidden [T, d], experts [T, K], weights [T, K], gate_up (packed, 2·E matrices of I rows), gate_up_scales, down (packed, E matrices of d rows), down_scales,
/// shared_gate_up, shared_gate_up_scales, shared_down, shared_down_scales (the last four only with a shared expert; scales absent for float32). Output [T, d].
/// </remarks>
internal sealed class ExpertMixture : Kernel
{
    private const int HiddenInput = 0;
    private const int ExpertsInput = 1;
    private const int WeightsInput = 2;
    private const int RoutedInputs = 3;
    private const int SharedInputs = 7;

    private readonly int _experts;
    private readonly int _hiddenWidth;
    private readonly int _expertWidth;
    private readonly float _limit;
    private readonly WeightFormat _format;
    private readonly WeightFormat? _sharedFormat;
    private readonly int _sharedWidth;

    private ExpertMixture(KernelAttributes attributes)
    {
        _experts = attributes.Integer("experts", minimum: 1);
        _hiddenWidth = attributes.Integer("hidden_width", minimum: 1);
        _expertWidth = attributes.Integer("expert_width", minimum: 1);
        _limit = attributes.Number("limit");
        if (_limit <= 0)
        {
            throw new OperatorException($"attribute 'limit' is {_limit}; it must be above 0.");
        }

        _format = PackedInput.Format("format", attributes.Text("format"), _hiddenWidth, _expertWidth);
        if (attributes.TextOrNull("shared_format") is { } sharedFormat)
        {
            _sharedWidth = attributes.Integer("shared_width", minimum: 1);
            _sharedFormat = PackedInput.Format("shared_format", sharedFormat, _hiddenWidth, _sharedWidth);
        }
    }

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(ExpertMixture),
        [
            TensorDeclaration.Float("hidden"),
            TensorDeclaration.Int64("experts"),
            TensorDeclaration.Float("weights"),
            TensorDeclaration.Packed("gate_up"),
            TensorDeclaration.OptionalPacked("gate_up_scales"),
            TensorDeclaration.Packed("down"),
            TensorDeclaration.OptionalPacked("down_scales"),
            TensorDeclaration.OptionalPacked("shared_gate_up"),
            TensorDeclaration.OptionalPacked("shared_gate_up_scales"),
            TensorDeclaration.OptionalPacked("shared_down"),
            TensorDeclaration.OptionalPacked("shared_down_scales"),
        ],
        [TensorDeclaration.Float("output")],
        attributes => new ExpertMixture(attributes));

    internal override void Compute(KernelContext context)
    {
        InputTensor<float> hidden = context.InputOfRank<float>(HiddenInput, 2);
        long rows = hidden.Shape[0];
        if (hidden.Shape[1] != _hiddenWidth)
        {
            context.ThrowShape(HiddenInput, hidden.Shape, $"{_hiddenWidth} columns are expected");
        }

        InputTensor<long> chosen = context.InputOfRank<long>(ExpertsInput, 2);
        if (chosen.Shape[0] != rows)
        {
            context.ThrowShape(ExpertsInput, chosen.Shape, $"{rows} rows, as many as 'hidden' has, are expected");
        }

        foreach (long expert in chosen.Data)
        {
            if ((ulong)expert >= (ulong)_experts)
            {
                throw new OperatorException($"input 'experts' holds {expert}; experts from 0 to {_experts - 1} are expected.");
            }
        }

        ReadOnlySpan<float> weights = context.Input<float>(WeightsInput, chosen.Shape);
        ExpertWeights routed = Read(context, RoutedInputs, _format, _experts, _expertWidth);
        ExpertWeights? shared = _sharedFormat is { } format ? Read(context, SharedInputs, format, 1, _sharedWidth) : null;
        Span<float> output = context.Output<float>(0, rows, _hiddenWidth);
        Mixture.Compute(routed, _experts, shared, _limit, hidden.Data, chosen.Data, weights, output, context);
    }

    private ExpertWeights Read(KernelContext context, int first, WeightFormat format, int experts, int width) => new(
        PackedInput.Read(context, first, first + 1, format, 2 * experts, width, _hiddenWidth),
        PackedInput.Read(context, first + 2, first + 3, format, experts, _hiddenWidth, width));
}
