using System.Runtime.InteropServices;
using Fathom.Operators;
using Fathom.Operators.Sequences;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.OnnxExport.Tests.Export;

/// <summary>The exported graph runs in ONNX Runtime with the operators and computes what the reference does.</summary>
public sealed class ExportedGraphTests(ITestOutputHelper output) : IDisposable
{
    private const int Vocabulary = 512;
    private const int Layers = 6;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("float32", WeightOption.Float32)]
    [InlineData("published", WeightOption.Float32)]
    [InlineData("published", WeightOption.Published)]
    public void Exact_weights_give_the_reference_logits_and_hidden_states(string golden, WeightOption weights)
    {
        SafetensorsContent expected = Expected(golden);

        Dictionary<string, float[]> actual = Prefill(golden, weights, Ids(expected));

        float[] difference = [.. Enumerable.Range(0, Layers + 1).Select(layer => LargestDifference(
            Floats(expected, $"hidden.{layer}"), LastRow(actual[$"hidden.{layer}"], layer))).Append(LargestDifference(Floats(expected, "prefill_logits"), actual["logits"]))];
        output.WriteLine($"largest differences by layer, then logits: {string.Join(", ", difference)}");
        Assert.All(difference, value => Assert.InRange(value, 0, 1e-3f));

        float[] LastRow(float[] values, int layer) => values[^(layer == Layers ? 64 : 4 * 64)..];
    }

    [Theory]
    [InlineData("float32", WeightOption.Int8, 0.1)]
    [InlineData("published", WeightOption.Int8, 0.1)]
    [InlineData("float32", WeightOption.Int4, 0.65)]
    [InlineData("published", WeightOption.Int4, 0.65)]
    public void Quantised_weights_give_logits_near_the_reference(string golden, WeightOption weights, double tolerance)
    {
        SafetensorsContent expected = Expected(golden);
        float[] reference = Floats(expected, "prefill_logits");

        float[] logits = Prefill(golden, weights, Ids(expected))["logits"];

        Assert.Equal(reference.Length, logits.Length);
        // The median over positions: where a rounded router picks another expert, a random model's logits are far off. A random model also
        // amplifies every rounding (its scores are as sharp as its weights are arbitrary), so the bounds are ten times what a trained one needs.
        double[] errors = [.. reference.Chunk(Vocabulary).Zip(logits.Chunk(Vocabulary), RelativeError).Order()];
        int same = reference.Chunk(Vocabulary).Zip(logits.Chunk(Vocabulary)).Count(rows => IndexOfMax(rows.First) == IndexOfMax(rows.Second));
        output.WriteLine($"relative error: tenth {errors[errors.Length / 10]:F4}, median {errors[errors.Length / 2]:F4}, last tenth {errors[errors.Length * 9 / 10]:F4}; same best token {same} of {errors.Length}");
        Assert.InRange(errors[errors.Length / 2], 0, tolerance);
    }

    private Dictionary<string, float[]> Prefill(string golden, WeightOption weights, long[] ids)
    {
        Exporter.Export(Golden.Checkpoint(golden), folder.File("out"), new ExportOptions(weights, HiddenStates: true), null, TestContext.Current.CancellationToken);
        using SessionOptions options = new();
        FathomOperators.Register(options);
        using InferenceSession session = new(folder.File("out/model.onnx"), options);
        using Sequence sequence = Sequence.Create();
        long[] positions = [.. Enumerable.Range(0, ids.Length).Select(position => (long)position)];
        Dictionary<string, long[]> inputs = new()
        {
            ["input_ids"] = ids,
            ["positions"] = positions,
            ["sequences"] = [.. Enumerable.Repeat(sequence.Handle, ids.Length)],
            ["logit_rows"] = positions,
        };
        using DisposableList<OrtValue> values = new(inputs.Values.Select(value => OrtValue.CreateTensorValueFromMemory(value, [value.Length])));
        using RunOptions run = new();
        string[] outputs = [.. session.OutputMetadata.Keys];
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [.. inputs.Keys], values, outputs);
        return outputs.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    private static SafetensorsContent Expected(string golden) => SafetensorsContent.Read(Path.Combine(Golden.Root, golden));

    private static long[] Ids(SafetensorsContent expected) =>
        [.. MemoryMarshal.Cast<byte, int>(expected.Tensors["input_ids"].Bytes).ToArray().Select(id => (long)id)];

    private static float[] Floats(SafetensorsContent expected, string name) => MemoryMarshal.Cast<byte, float>(expected.Tensors[name].Bytes).ToArray();

    private static float LargestDifference(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
    }

    private static double RelativeError(float[] expected, float[] actual) =>
        Math.Sqrt(expected.Zip(actual, (a, b) => Math.Pow(a - b, 2)).Sum() / expected.Sum(value => Math.Pow(value, 2)));

    private static int IndexOfMax(float[] values) => values.AsSpan().IndexOf(values.Max());

    private sealed class DisposableList<T>(IEnumerable<T> items) : List<T>(items), IDisposable
        where T : IDisposable
    {
        public void Dispose() => ForEach(item => item.Dispose());
    }
}
