using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Graph;

/// <summary>Collects nodes and constants. A node's first output has the node's name, which is that of the module it stands for.</summary>
internal sealed class GraphBuilder
{
    private readonly List<OnnxNode> nodes = [];
    private readonly List<Initializer> initializers = [];

    /// <summary>The nodes so far, in topological order.</summary>
    public IReadOnlyList<OnnxNode> Nodes => nodes;

    /// <summary>The constants so far.</summary>
    public IReadOnlyList<Initializer> Initializers => initializers;

    /// <summary>Adds constants and returns the name of the first one.</summary>
    public string Constant(Initializer initializer)
    {
        initializers.Add(initializer);
        return initializer.Tensors[0].Name;
    }

    /// <summary>Adds a node of ai.onnx and returns its output.</summary>
    public string Standard(string name, string type, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Node(name, "", type, inputs, [name], attributes);

    /// <summary>Adds a node of com.microsoft and returns its output.</summary>
    public string Microsoft(string name, string type, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Node(name, "com.microsoft", type, inputs, [name], attributes);

    /// <summary>Adds a node of this project's domain and returns its output.</summary>
    public string Fathom(string name, string type, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Node(name, "fathom", type, inputs, [name], attributes);

    /// <summary>Adds a node with any outputs and returns the first.</summary>
    public string Node(
        string name, string domain, string type, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, IReadOnlyList<OnnxAttribute> attributes)
    {
        nodes.Add(new OnnxNode(type, inputs, outputs) { Name = name, Domain = domain, Attributes = attributes });
        return outputs[0];
    }
}
