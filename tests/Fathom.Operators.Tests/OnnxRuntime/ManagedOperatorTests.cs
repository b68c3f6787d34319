using Fathom.Operators.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.OnnxRuntime;

public sealed class ManagedOperatorTests
{
    private static readonly Dictionary<string, object> NoAttributes = [];

    [Fact]
    public void A_kernel_reads_inputs_and_writes_outputs_by_shape()
    {
        using NodeSession session = Probe(
            [TensorDeclaration.Float("values"), TensorDeclaration.Int64("factors")],
            context =>
            {
                InputTensor<float> values = context.InputOfRank<float>(0, 2);
                ReadOnlySpan<long> factors = context.Input<long>(1, values.Shape[0]);
                Span<float> result = context.Output<float>(0, values.Shape[1], values.Shape[0]);
                for (int i = 0; i < result.Length; i++)
                {
                    int row = i % factors.Length, column = i / factors.Length;
                    result[i] = values.Data[row * (int)values.Shape[1] + column] * factors[row];
                }
            });

        Tensor result = session.Run(new Tensor(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3), new Tensor(new long[] { 1, 10 }, 2))[0];

        Assert.Equal([3, 2], result.Shape);
        Assert.Equal([1, 40, 2, 50, 3, 60], result.Floats);
    }

    [Fact]
    public void An_absent_optional_input_and_output_are_visible_as_such()
    {
        OperatorDomain domain = ProbeKernel.Domain(
            [TensorDeclaration.OptionalFloat("left out"), TensorDeclaration.Float("given"), TensorDeclaration.OptionalFloat("not even named")],
            [new("left out", ElementType.Float32, IsOptional: true), TensorDeclaration.Float("flags")],
            context =>
            {
                Assert.True(context.OptionalInput<float>(0, 1).IsEmpty);
                Assert.True(context.Output<float>(0, 1).IsEmpty);
                new float[] { context.HasInput(0) ? 1 : 0, context.HasInput(1) ? 1 : 0, context.HasInput(2) ? 1 : 0 }
                    .CopyTo(context.Output<float>(1, 3));
            });
        using NodeSession session = new("Probe", NoAttributes, [null, 1], [null, 1], domain, ProbeKernel.DomainName);

        Tensor flags = session.Run(new Tensor(new float[] { 7 }, 1))[0];

        Assert.Equal([0, 1, 0], flags.Floats);
    }

    [Fact]
    public void An_exception_in_a_kernel_becomes_the_error_of_the_run()
    {
        using NodeSession session = Probe([TensorDeclaration.Float("values")], _ => throw new InvalidOperationException("no more ink"));

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[1], 1)));

        Assert.Contains("Probe failed with InvalidOperationException: no more ink", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_shape_is_refused_in_one_sentence()
    {
        using NodeSession session = Probe([TensorDeclaration.Float("values")], context => context.Input<float>(0, 2, 5));

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[6], 2, 3)));

        Assert.Contains("Probe: input 'values' has shape [2, 3]; [2, 5] is expected.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_type_is_refused_in_one_sentence()
    {
        using NodeSession session = Probe([TensorDeclaration.Packed("weight")], context => context.Input<sbyte>(0));

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[6], 6)));

        Assert.Contains("Probe: input 'weight' holds Float32; Int8 is expected.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "attribute 'layer' is missing or not an integer")]
    [InlineData("three", "attribute 'layer' is missing or not an integer")]
    [InlineData(0, "attribute 'layer' is 0; it must be 1 to 9")]
    public void A_missing_or_foolish_attribute_is_refused_when_the_session_is_made(object? layer, string expected)
    {
        OperatorDomain domain = ProbeKernel.Domain(
            [TensorDeclaration.Float("values")],
            [TensorDeclaration.Float("result")],
            attributes =>
            {
                _ = attributes.Integer("layer", 1, 9);
                return new ProbeKernel(_ => { });
            });
        Dictionary<string, object> attributes = layer is null ? [] : new() { ["layer"] = layer };

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(
            () => new NodeSession("Probe", attributes, [1], [1], domain, ProbeKernel.DomainName));

        Assert.Contains($"Probe: {expected}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_of_every_type_reach_the_kernel()
    {
        (int, float, string, string?) seen = default;
        OperatorDomain domain = ProbeKernel.Domain(
            [TensorDeclaration.Float("values")],
            [TensorDeclaration.Float("result")],
            attributes =>
            {
                seen = (attributes.Integer("layer"), attributes.Number("epsilon"), attributes.Text("format"), attributes.TextOrNull("other"));
                return new ProbeKernel(_ => { });
            });

        using NodeSession session = new(
            "Probe",
            new Dictionary<string, object> { ["layer"] = 3, ["epsilon"] = 0.5f, ["format"] = "int8" },
            [1],
            [1],
            domain,
            ProbeKernel.DomainName);

        Assert.Equal((3, 0.5f, "int8", null), seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_parallel_loop_runs_every_iteration_once(int threads)
    {
        using NodeSession session = Probe(
            [TensorDeclaration.Float("values")],
            context =>
            {
                Increment body = new() { Values = context.Output<float>(0, 1000) };
                body.Values.Clear();
                context.ParallelFor(1000, ref body);
            },
            threads);

        Tensor result = session.Run(new Tensor(new float[1], 1))[0];

        Assert.All(result.Floats, value => Assert.Equal(1, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_exception_in_a_parallel_loop_becomes_the_error_of_the_run(int threads)
    {
        using NodeSession session = Probe(
            [TensorDeclaration.Float("values")],
            context =>
            {
                FailAt body = new() { Index = 57 };
                context.ParallelFor(100, ref body);
            },
            threads);

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[1], 1)));

        Assert.Contains("Probe: iteration 57", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_leaves_the_session_usable()
    {
        bool fail = true;
        using NodeSession session = Probe(
            [TensorDeclaration.Float("values")],
            context =>
            {
                if (fail)
                {
                    throw new OperatorException("not yet.");
                }

                context.Output<float>(0, 1)[0] = 42;
            });

        Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[1], 1)));
        fail = false;

        Assert.Equal([42], session.Run(new Tensor(new float[1], 1))[0].Floats);
    }

    private static NodeSession Probe(TensorDeclaration[] inputs, ProbeKernel.Body body, int threads = 1) =>
        new(
            "Probe",
            NoAttributes,
            [.. inputs.Select(input => (int?)input.Type)],
            [1],
            ProbeKernel.Domain(inputs, [TensorDeclaration.Float("result")], body),
            ProbeKernel.DomainName,
            threads);

    private ref struct Increment : IParallelBody
    {
        internal Span<float> Values;

        public readonly void Run(int index) => Values[index]++;
    }

    private struct FailAt : IParallelBody
    {
        internal int Index;

        public readonly void Run(int index)
        {
            if (index == Index)
            {
                throw new OperatorException($"iteration {index} failed.");
            }
        }
    }
}
