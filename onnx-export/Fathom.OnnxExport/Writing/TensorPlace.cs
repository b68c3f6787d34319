using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Writing;

/// <summary>The place of one tensor: a stretch of the data file, or memory for a small one.</summary>
internal sealed class TensorPlace : ITensorTarget
{
    private readonly PlannedTensor tensor;
    private readonly ProgressMeter meter;
    private readonly DataFile? file;
    private readonly long start;
    private readonly byte[] memory;

    private TensorPlace(PlannedTensor tensor, ProgressMeter meter, DataFile? file, long start)
    {
        this.tensor = tensor;
        this.meter = meter;
        this.file = file;
        this.start = start;
        memory = file is null ? new byte[tensor.ByteCount] : [];
    }

    /// <summary>Whether the bytes lie in the data file.</summary>
    public bool IsExternal => file is not null;

    public static TensorPlace InMemory(PlannedTensor tensor, ProgressMeter meter) => new(tensor, meter, null, 0);

    public static TensorPlace InFile(PlannedTensor tensor, ProgressMeter meter, DataFile file, long start) => new(tensor, meter, file, start);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + bytes.Length, tensor.ByteCount, nameof(bytes));
        if (file is null)
        {
            bytes.CopyTo(memory.AsSpan((int)offset));
        }
        else
        {
            file.Write(start + offset, bytes);
        }

        meter.Advance(bytes.Length, tensor.Name);
    }

    /// <summary>The tensor as the model file has it.</summary>
    /// <param name="fileName">Name of the data file.</param>
    public OnnxTensor ToOnnx(string fileName) => new(tensor.Name, tensor.Type, tensor.Shape)
    {
        Data = memory,
        External = IsExternal ? new ExternalData(fileName, start, tensor.ByteCount) : null,
    };
}
