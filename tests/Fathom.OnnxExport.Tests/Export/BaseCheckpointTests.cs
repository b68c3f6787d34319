using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Tests.Export;

/// <summary>Checkpoints published before post-training: float8 experts, and scales as floats.</summary>
public sealed class BaseCheckpointTests : IDisposable
{
    private const string Experts = "model.layers.4.mlp.experts.down_proj";

    private readonly TemporaryFolder folder = new();
    private readonly byte[] codes = [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)((i * 37 % 0x7F) | (i % 2 << 7)))];

    private string Checkpoint => folder.File("checkpoint");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Float8_experts_are_kept_with_their_scales_as_powers_of_two()
    {
        WriteCheckpoint();

        ExportedModel model = ExportedModel.Of(Checkpoint, folder, WeightOption.Published);

        Assert.Equal(Enumerable.Repeat(codes, 8).SelectMany(expert => expert), model.Bytes(Experts));
        Assert.Equal([8, 1, 1], model[$"{Experts}.scales"].Shape);
        Assert.Equal(Enumerable.Range(0, 8).Select(expert => (byte)(127 - expert)), model.Bytes($"{Experts}.scales"));
    }

    [Fact]
    public void Float8_experts_are_dequantised_exactly()
    {
        WriteCheckpoint();

        ExportedModel model = ExportedModel.Of(Checkpoint, folder, WeightOption.Float32);

        Assert.Equal(OnnxElementType.Float, model[Experts].Type);
        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(expert => codes.Select(code => E4M3.Values[code] * MathF.ScaleB(1, -expert))),
            model.Floats(Experts));
    }

    // Every expert has the same codes; the scale of expert e is 2^-e.
    private void WriteCheckpoint()
    {
        Directory.CreateDirectory(Checkpoint);
        File.Copy(Path.Combine(Golden.Checkpoint("published"), "config.json"), Path.Combine(Checkpoint, "config.json"));
        SafetensorsContent content = SafetensorsContent.Read(Golden.Checkpoint("published"));
        foreach (string name in content.Tensors.Keys.Where(name => name.Contains(".experts.", StringComparison.Ordinal) && name.EndsWith(".weight", StringComparison.Ordinal)).ToArray())
        {
            int expert = int.Parse(name.Split('.')[4], System.Globalization.CultureInfo.InvariantCulture);
            content.Tensors[name] = ("F8_E4M3", [64, 64], codes);
            content.Tensors[name.Replace(".weight", ".scale", StringComparison.Ordinal)] = ("F32", [1, 1], BitConverter.GetBytes(MathF.ScaleB(1, -expert)));
        }

        content.Write(Path.Combine(Checkpoint, "model.safetensors"));
    }
}
