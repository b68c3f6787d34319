using System.Numerics.Tensors;
using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Experts;

/// <summary>The operator ExpertRouting: see <see cref="Routing"/> for the formula.</summary>
/// <remarks>
/// Inputs: router_logits [T, E], bias [E] (optional), input_ids [T] and expert_table [V, K] (hash layers; both or neither); in place of router_logits hidden [T, d] and
/// gate [E, d], from which they are computed.
/// Outputs: experts [T, K], weights [T, K].
/// </remarks>
internal sealed class ExpertRouting : Kernel
{
    private const int LogitsInput = 0;
    private const int BiasInput = 1;
    private const int IdsInput = 2;
    private const int TableInput = 3;
    private const int HiddenInput = 4;
    private const int GateInput = 5;

    [ThreadStatic]
    private static Arena? _arena;

    private readonly int _expertsPerToken;
    private readonly float _scale;

    private ExpertRouting(KernelAttributes attributes)
    {
        _expertsPerToken = attributes.Integer("experts_per_token", minimum: 1);
        _scale = attributes.Number("scaling_factor");
    }

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(ExpertRouting),
        [
            TensorDeclaration.OptionalFloat("router_logits"),
            TensorDeclaration.OptionalFloat("bias"),
            TensorDeclaration.OptionalInt64("input_ids"),
            TensorDeclaration.OptionalInt64("expert_table"),
            TensorDeclaration.OptionalFloat("hidden"),
            TensorDeclaration.OptionalFloat("gate"),
        ],
        [TensorDeclaration.Int64("experts"), TensorDeclaration.Float("weights")],
        attributes => new ExpertRouting(attributes));

    internal override void Compute(KernelContext context)
    {
        ReadOnlySpan<float> logits = Logits(context, out int rows, out int count);

        if (context.HasInput(IdsInput) != context.HasInput(TableInput))
        {
            throw new OperatorException("inputs 'input_ids' and 'expert_table' belong together; give the node both or neither.");
        }

        ReadOnlySpan<float> bias = context.OptionalInput<float>(BiasInput, count);
        ReadOnlySpan<long> ids = context.OptionalInput<long>(IdsInput, rows);
        InputTensor<long> table = context.HasInput(TableInput) ? context.InputOfRank<long>(TableInput, 2) : default;
        if (context.HasInput(TableInput) && table.Shape[1] != _expertsPerToken)
        {
            context.ThrowShape(TableInput, table.Shape, $"{_expertsPerToken} columns, the experts of a token, are expected");
        }

        Span<long> experts = context.Output<long>(0, rows, _expertsPerToken);
        Span<float> weights = context.Output<float>(1, rows, _expertsPerToken);
        Span<float> affinities = count <= 1024 ? stackalloc float[count] : new float[count];
        for (int t = 0; t < rows; t++)
        {
            logits.Slice(t * count, count).CopyTo(affinities);
            Routing.Affinities(affinities);
            if (!float.IsFinite(TensorPrimitives.Sum<float>(affinities)))
            {
                throw new OperatorException($"input 'router_logits' has a value in row {t} that is not finite; the layers before it overflowed.");
            }

            Span<long> chosen = experts.Slice(t * _expertsPerToken, _expertsPerToken);
            if (context.HasInput(TableInput))
            {
                LookUp(table, ids[t], t, count, chosen);
            }
            else
            {
                Routing.Select(affinities, bias, chosen);
            }

            Routing.Weigh(affinities, chosen, _scale, weights.Slice(t * _expertsPerToken, _expertsPerToken));
        }
    }

    private unsafe ReadOnlySpan<float> Logits(KernelContext context, out int rows, out int count)
    {
        if (!context.HasInput(GateInput))
        {
            InputTensor<float> given = context.InputOfRank<float>(LogitsInput, 2);
            rows = (int)given.Shape[0];
            count = (int)given.Shape[1];
            if (count < _expertsPerToken)
            {
                context.ThrowShape(LogitsInput, given.Shape, $"at least {_expertsPerToken} columns, one per expert, are expected");
            }

            return given.Data;
        }

        InputTensor<float> gate = context.InputOfRank<float>(GateInput, 2);
        InputTensor<float> hidden = context.InputOfRank<float>(HiddenInput, 2);
        rows = (int)hidden.Shape[0];
        count = (int)gate.Shape[0];
        int width = (int)gate.Shape[1];
        if (count < _expertsPerToken)
        {
            context.ThrowShape(GateInput, gate.Shape, $"at least {_expertsPerToken} rows, one per expert, are expected");
        }

        if (hidden.Shape[1] != width)
        {
            context.ThrowShape(HiddenInput, hidden.Shape, $"{width} columns, as many as 'gate' has, are expected");
        }

        Arena arena = _arena ??= new Arena();
        arena.Reset();
        Span<float> logits = new(arena.Take<float>(checked(rows * count)), rows * count);
        WeightView weight = new(WeightFormat.Float32, (nint)TensorMemory.Pointer(gate.Data), 0, count, width);
        GroupedProduct.Compute(LinearKernel.For(WeightFormat.Float32), weight, 1, hidden.Data, logits, context);
        return logits;
    }

    private static void LookUp(InputTensor<long> table, long id, int row, int count, Span<long> experts)
    {
        if ((ulong)id >= (ulong)table.Shape[0])
        {
            throw new OperatorException($"input 'input_ids' holds {id} in row {row}; ids from 0 to {table.Shape[0] - 1} are expected.");
        }

        table.Data.Slice((int)id * experts.Length, experts.Length).CopyTo(experts);
        foreach (long expert in experts)
        {
            if ((ulong)expert >= (ulong)count)
            {
                throw new OperatorException($"input 'expert_table' holds {expert} in row {id}; experts from 0 to {count - 1} are expected.");
            }
        }
    }
}
