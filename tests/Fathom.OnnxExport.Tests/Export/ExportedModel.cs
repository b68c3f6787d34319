using System.Runtime.InteropServices;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Tests.Export;

/// <summary>An exported model read back: its constants and their bytes.</summary>
internal sealed class ExportedModel
{
    private readonly string folder;
    private readonly Dictionary<string, OnnxTensor> tensors;

    private ExportedModel(string folder)
    {
        this.folder = folder;
        (Metadata, IReadOnlyList<OnnxTensor> initializers) = OnnxReader.Read(Path.Combine(folder, "model.onnx"));
        tensors = initializers.ToDictionary(tensor => tensor.Name);
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IReadOnlyCollection<OnnxTensor> Tensors => tensors.Values;

    public OnnxTensor this[string name] => tensors[name];

    /// <summary>Exports a checkpoint into the folder "out" of a temporary folder and reads it back.</summary>
    public static ExportedModel Of(string checkpoint, TemporaryFolder folder, WeightOption weights, bool hiddenStates = false)
    {
        Exporter.Export(checkpoint, folder.File("out"), new ExportOptions(weights, hiddenStates), null, TestContext.Current.CancellationToken);
        return new ExportedModel(folder.File("out"));
    }

    public byte[] Bytes(string name)
    {
        OnnxTensor tensor = tensors[name];
        if (tensor.External is null)
        {
            return tensor.Data.ToArray();
        }

        using FileStream file = File.OpenRead(Path.Combine(folder, tensor.External.File));
        file.Position = tensor.External.Offset;
        byte[] bytes = new byte[tensor.External.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    public float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray();
}
