using Fathom.Inference.Configuration;
using Fathom.Inference.Safetensors;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Checkpoints;

/// <summary>Compares the tensors of a checkpoint with those that its configuration asks for.</summary>
internal static class CheckpointCheck
{
    /// <summary>Throws for the first tensor that is missing, misshapen or surplus.</summary>
    /// <param name="path">The checkpoint's folder.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="tensors">Its tensors by transformers' name.</param>
    public static void Run(string path, ModelConfiguration configuration, IReadOnlyDictionary<string, SafetensorsTensor> tensors)
    {
        bool published = tensors.Values.Any(tensor => tensor.Name.StartsWith("layers.", StringComparison.Ordinal));
        HashSet<string> wanted = [];
        foreach (ExpectedTensor expected in ExpectedTensors.Of(configuration, HasStackedExperts))
        {
            SafetensorsTensor tensor = Find(expected.Name, expected.Shape);
            wanted.Add(expected.Name);
            if (expected.Kind == ExpectedTensorKind.Matrix && tensor.Type is SafetensorsType.F8_E4M3 or SafetensorsType.I8)
            {
                string scale = TensorNames.Scale(expected.Name);
                CheckScale(Find(scale, ScaleShape(tensor, expected)), tensor, expected);
                wanted.Add(scale);
            }

            CheckTensor(tensor, expected);
        }

        if (tensors.FirstOrDefault(pair => !wanted.Contains(pair.Key) && !IsTiedHead(pair.Key)).Value is { } surplus)
        {
            throw new InvalidDataException(
                $"Tensor '{surplus.Name}' in {surplus.File.Path} is none that the configuration in {path} asks for; they do not belong together.");
        }

        bool HasStackedExperts(int layer) => tensors.ContainsKey($"model.layers.{layer}.mlp.experts.gate_up_proj");

        bool IsTiedHead(string name) => configuration.TiedEmbedding && name == "lm_head.weight";

        SafetensorsTensor Find(string name, IReadOnlyList<long> shape) => tensors.TryGetValue(name, out SafetensorsTensor? tensor) ? tensor
            : throw new InvalidDataException(
                $"Tensor '{(published ? TensorNames.Published(name) : name)}' [{string.Join(", ", shape)}] is missing from the *.safetensors files in {path}.");
    }

    private static void CheckTensor(SafetensorsTensor tensor, ExpectedTensor expected)
    {
        bool fits = expected.Kind switch
        {
            ExpectedTensorKind.Ids => tensor.Type == SafetensorsType.I64,
            ExpectedTensorKind.Matrix => tensor.Type.IsFloat() || tensor.Type is SafetensorsType.F8_E4M3 or SafetensorsType.I8,
            _ => tensor.Type.IsFloat(),
        };
        IReadOnlyList<long> shape = tensor.Type == SafetensorsType.I8 ? [.. expected.Shape.SkipLast(1), expected.Shape[^1] / 2] : expected.Shape;
        if (!fits || !tensor.Shape.SequenceEqual(shape))
        {
            throw Misfit(tensor, shape, expected.Kind switch
            {
                ExpectedTensorKind.Ids => "I64",
                ExpectedTensorKind.Matrix => "F32, BF16, F16, F8_E4M3 or I8",
                _ => "F32, BF16 or F16",
            });
        }

        if (tensor.Type == SafetensorsType.I8 && expected.Shape[^1] % WeightFormats.BlockWidth != 0)
        {
            throw new InvalidDataException(
                $"Tensor '{tensor.Name}' in {tensor.File.Path} is float4 with rows of {expected.Shape[^1]} weights, which are no whole blocks of {WeightFormats.BlockWidth}; store it as F32, BF16, F16 or F8_E4M3.");
        }
    }

    private static void CheckScale(SafetensorsTensor scale, SafetensorsTensor tensor, ExpectedTensor expected)
    {
        bool fits = scale.Type == SafetensorsType.F8_E8M0 || (scale.Type == SafetensorsType.F32 && tensor.Type == SafetensorsType.F8_E4M3);
        IReadOnlyList<long> shape = ScaleShape(tensor, expected);
        if (!fits || !scale.Shape.SequenceEqual(shape))
        {
            throw Misfit(scale, shape, tensor.Type == SafetensorsType.F8_E4M3 ? "F8_E8M0 or F32" : "F8_E8M0");
        }
    }

    private static IReadOnlyList<long> ScaleShape(SafetensorsTensor tensor, ExpectedTensor expected)
    {
        WeightFormat format = tensor.Type == SafetensorsType.I8 ? WeightFormat.Float4 : WeightFormat.Float8;
        return [format.ScaleRows(expected.Shape[0]), format.ScaleColumns(expected.Shape[1])];
    }

    private static InvalidDataException Misfit(SafetensorsTensor tensor, IReadOnlyList<long> shape, string types) => new(
        $"Tensor '{tensor.Name}' in {tensor.File.Path} is {tensor.Type} [{string.Join(", ", tensor.Shape)}], but the configuration asks for [{string.Join(", ", shape)}] of {types}.");
}
