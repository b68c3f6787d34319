using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Graph;

/// <summary>
/// Linear layers, norms and parameters as nodes: the one place that picks the node for a weight format. A format of null keeps weights as they are stored in the
/// checkpoint: float8 as it is, floats widened to float32.
/// </summary>
internal sealed class ModuleNodes(GraphBuilder graph, Checkpoint checkpoint)
{
    /// <summary>MatMulNBits, as our own operators, rounds activations to int8 per block of 32, so that products run in integer arithmetic.</summary>
    private const int Int8Activations = 4;

    /// <summary>Adds y = W x.</summary>
    /// <param name="module">Name of the module; its weight is "module.weight".</param>
    /// <param name="input">The value x, [T, K].</param>
    /// <param name="format">The format of the weight, or null to keep the checkpoint's.</param>
    /// <returns>The value y, [T, N].</returns>
    public string Dense(string module, string input, WeightFormat? format) => Dense(module, $"{module}.weight", input, format);

    /// <summary>Adds y = W x with a weight of any name.</summary>
    public string Dense(string module, string weightName, string input, WeightFormat? format)
    {
        StoredMatrix matrix = checkpoint.Matrix(weightName);
        string name = $"{module}.weight";
        switch (format ?? matrix.Format)
        {
            case WeightFormat.Float32:
                return graph.Standard(module, "MatMul", [input, graph.Constant(new TransposedInitializer(name, matrix))]);
            case WeightFormat.Int8 when matrix.Columns % WeightFormats.BlockWidth == 0:
                return Projections(module, input, null, [(module, matrix, WeightFormat.Int8)])[0];
            case WeightFormat.Int8:
                return MatMulNBits(module, name, input, matrix, WeightFormat.Int8);
            case WeightFormat.Int4:
                return MatMulNBits(module, name, input, matrix, WeightFormat.Int4);
            default:
                return Grouped(module, input, 1, new PublishedInitializer(name, 1, matrix), matrix);
        }
    }

    /// <summary>Adds linear layers that share an input: as one node where the first is int8 in blocks, else as one node each.</summary>
    /// <param name="name">Name of the node, where it is one.</param>
    /// <param name="input">The value x, [T, K].</param>
    /// <param name="norm">The module of an RMS norm that x goes through first, or null.</param>
    /// <param name="layers">Module and format of each layer.</param>
    /// <returns>The values [T, N] in the order of <paramref name="layers"/>, named as the modules.</returns>
    public string[] Dense(string name, string input, string? norm, params IReadOnlyList<(string Module, WeightFormat? Format)> layers)
    {
        (string Module, StoredMatrix Matrix, WeightFormat? Format)[] all =
            [.. layers.Select(layer => (layer.Module, checkpoint.Matrix($"{layer.Module}.weight"), layer.Format))];
        if (all[0].Format == WeightFormat.Int8 && all[0].Matrix.Columns % WeightFormats.BlockWidth == 0)
        {
            return Projections(name, input, norm, all);
        }

        string normed = norm is null ? input : Norm(norm, input);
        return [.. layers.Select(layer => Dense(layer.Module, normed, layer.Format))];
    }

    /// <summary>Adds a linear layer whose input and output are cut into groups that have a weight each.</summary>
    /// <param name="module">Name of the module; its weight holds the groups below each other.</param>
    /// <param name="input">The value [T, G·K].</param>
    /// <param name="groups">G.</param>
    /// <param name="format">The format of the weight, or null to keep the checkpoint's.</param>
    /// <returns>The value [T, G·N].</returns>
    public string Grouped(string module, string input, int groups, WeightFormat? format)
    {
        string name = $"{module}.weight";
        StoredMatrix matrix = checkpoint.Matrix(name);
        return Grouped(module, input, groups, WeightInitializers.Of(name, format, groups, matrix), matrix);
    }

    /// <summary>Adds an RMS norm over the last axis.</summary>
    /// <param name="module">Name of the module.</param>
    /// <param name="input">The value [T, K].</param>
    public string Norm(string module, string input) => graph.Standard(
        module, "RMSNormalization", [input, Parameter($"{module}.weight")], ("axis", -1), ("epsilon", checkpoint.Configuration.NormEpsilon));

    /// <summary>Adds a tensor of the checkpoint as a float32 constant and returns its name.</summary>
    public string Parameter(string name) =>
        graph.Constant(new FloatInitializer(new PlannedTensor(name, OnnxElementType.Float, checkpoint.Tensor(name).Shape), checkpoint.Matrix(name)));

    private string Grouped(string module, string input, int groups, Initializer weights, StoredMatrix matrix)
    {
        graph.Constant(weights);
        return graph.Fathom(
            module,
            "GroupedLinear",
            [input, .. WeightInitializers.Inputs(weights)],
            ("groups", groups),
            ("input_width", matrix.Columns),
            ("output_width", matrix.Rows / groups),
            ("format", WeightInitializers.FormatName(weights)));
    }

    private string[] Projections(
        string name, string input, string? norm, IReadOnlyList<(string Module, StoredMatrix Matrix, WeightFormat? Format)> layers)
    {
        Initializer[] weights = [.. layers.Select(layer => WeightInitializers.Of($"{layer.Module}.weight", layer.Format, 1, layer.Matrix))];
        string[] inputs = [input, norm is null ? "" : Parameter($"{norm}.weight"), .. weights.SelectMany(WeightInitializers.Inputs)];
        foreach (Initializer weight in weights)
        {
            graph.Constant(weight);
        }

        string[] outputs = [.. layers.Select(layer => layer.Module)];
        graph.Node(
            name,
            "fathom",
            "Projections",
            inputs,
            outputs,
            [
                ("input_width", layers[0].Matrix.Columns),
                new OnnxAttribute.Ints("output_widths", [.. layers.Select(layer => (long)layer.Matrix.Rows)]),
                ("formats", string.Join(' ', weights.Select(WeightInitializers.FormatName))),
                ("norm_epsilon", checkpoint.Configuration.NormEpsilon),
            ]);
        return outputs;
    }

    private string MatMulNBits(string module, string name, string input, StoredMatrix matrix, WeightFormat format)
    {
        MatMulNBitsInitializer weights = new(name, format, matrix);
        graph.Constant(weights);
        return graph.Microsoft(
            module,
            "MatMulNBits",
            [input, .. WeightInitializers.Inputs(weights)],
            ("K", matrix.Columns),
            ("N", matrix.Rows),
            ("bits", format == WeightFormat.Int8 ? 8 : 4),
            ("block_size", WeightFormats.BlockWidth),
            ("accuracy_level", Int8Activations));
    }
}
