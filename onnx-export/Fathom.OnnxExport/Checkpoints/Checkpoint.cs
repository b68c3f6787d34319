using Fathom.Inference.Configuration;
using Fathom.Inference.Safetensors;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Checkpoints;

/// <summary>An open DeepSeek-V4 checkpoint whose tensors were checked against its configuration, found by transformers' names.</summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly SafetensorsFolder folder;
    private readonly Dictionary<string, SafetensorsTensor> tensors;

    private Checkpoint(SafetensorsFolder folder, ModelConfiguration configuration)
    {
        this.folder = folder;
        Configuration = configuration;
        tensors = ByCanonicalName(folder);
        CheckpointCheck.Run(folder.Path, configuration, tensors);
    }

    /// <summary>The checkpoint's configuration.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>Opens a checkpoint folder and checks that it has exactly the tensors that its configuration asks for.</summary>
    /// <exception cref="InvalidDataException">Something is missing, surplus, misshapen or damaged; the message names tensor and file.</exception>
    public static Checkpoint Open(string path)
    {
        ModelConfiguration configuration = ModelConfiguration.Read(path);
        SafetensorsFolder folder = SafetensorsFolder.Open(path);
        try
        {
            return new Checkpoint(folder, configuration);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A tensor by transformers' name.</summary>
    public SafetensorsTensor Tensor(string name) => tensors[name];

    /// <summary>Whether there is a tensor of that name.</summary>
    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>A matrix by transformers' name, with its scales where it has them.</summary>
    public StoredMatrix Matrix(string name) =>
        new(tensors[name], name.EndsWith(".weight", StringComparison.Ordinal) ? tensors.GetValueOrDefault(TensorNames.Scale(name)) : null);

    /// <summary>How the routed experts of the first layer are stored: what the checkpoint was published as.</summary>
    public WeightFormat ExpertFormat => Experts(0, "gate_proj", "up_proj")[0].Format;

    /// <summary>Matrices of all routed experts of a layer, expert by expert; one stacked matrix where the checkpoint has them so.</summary>
    /// <param name="layer">Layer from 0.</param>
    /// <param name="parts">gate_proj and up_proj, or down_proj.</param>
    public IReadOnlyList<StoredMatrix> Experts(int layer, params string[] parts)
    {
        string stacked = $"model.layers.{layer}.mlp.experts.{(parts.Length == 2 ? "gate_up_proj" : parts[0])}";
        return Has(stacked)
            ? [Matrix(stacked)]
            : [.. Enumerable.Range(0, Configuration.Experts).SelectMany(expert => parts.Select(part => Matrix(TensorNames.Expert(layer, expert, part))))];
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    private static Dictionary<string, SafetensorsTensor> ByCanonicalName(SafetensorsFolder folder)
    {
        Dictionary<string, SafetensorsTensor> found = [];
        foreach (SafetensorsTensor tensor in folder.Tensors.Values.Where(tensor => !TensorNames.IsIgnored(tensor.Name)))
        {
            if (!found.TryAdd(TensorNames.Canonical(tensor.Name), tensor))
            {
                SafetensorsTensor other = found[TensorNames.Canonical(tensor.Name)];
                throw new InvalidDataException(
                    $"Tensors '{other.Name}' in {other.File.Path} and '{tensor.Name}' in {tensor.File.Path} are the same weight under two names; remove one.");
            }
        }

        return found;
    }
}
