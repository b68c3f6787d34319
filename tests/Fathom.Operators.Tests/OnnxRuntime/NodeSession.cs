using Fathom.Operators.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Operators.Tests.OnnxRuntime;

/// <summary>An ONNX Runtime session over one node, run with whatever tensors a test gives it.</summary>
internal sealed class NodeSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;

    /// <param name="operatorName">The node's operator.</param>
    /// <param name="attributes">Its attributes: float, int, int[] or string.</param>
    /// <param name="inputTypes">ONNX element types of the inputs; null for one that is left out.</param>
    /// <param name="outputTypes">ONNX element types of the outputs; null for one that is left out.</param>
    /// <param name="domain">The operators to register; Fathom's own without.</param>
    /// <param name="domainName">Their domain.</param>
    /// <param name="threads">Size of the intra-op pool.</param>
    internal NodeSession(
        string operatorName,
        IReadOnlyDictionary<string, object> attributes,
        IReadOnlyList<int?> inputTypes,
        IReadOnlyList<int?> outputTypes,
        OperatorDomain? domain = null,
        string domainName = FathomOperators.Domain,
        int threads = 1)
    {
        (string Name, int Type)[] inputs = [.. inputTypes.Select((type, i) => type is null ? ("", 0) : ($"in{i}", type.Value))];
        (string Name, int Type)[] outputs = [.. outputTypes.Select((type, i) => type is null ? ("", 0) : ($"out{i}", type.Value))];
        _inputNames = [.. inputs.Select(input => input.Name).Where(name => name.Length > 0)];
        _outputNames = [.. outputs.Select(output => output.Name).Where(name => name.Length > 0)];
        using SessionOptions options = FathomOperators.CreateOptions();
        options.IntraOpNumThreads = threads;
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        if (domain is null)
        {
            FathomOperators.Register(options);
        }
        else
        {
            domain.AddTo(options);
        }

        byte[] model = SingleNodeModel.Create(domainName, operatorName, attributes, inputs, outputs);
        _session = FathomOperators.CreateSession(() => new InferenceSession(model, options));
    }

    /// <summary>Runs the node; <paramref name="inputs"/> are those that are not left out.</summary>
    internal Tensor[] Run(params IReadOnlyList<Tensor> inputs)
    {
        OrtValue[] values = [.. inputs.Select(input => input.ToOrtValue())];
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(options, _inputNames, values, _outputNames);
        Tensor[] outputs = [.. results.Select(Tensor.From)];
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }

        return outputs;
    }

    public void Dispose() => _session.Dispose();
}
