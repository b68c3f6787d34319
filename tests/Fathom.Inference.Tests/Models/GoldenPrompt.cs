using System.Runtime.InteropServices;
using Fathom.Inference.Safetensors;

namespace Fathom.Inference.Tests.Models;

/// <summary>The prompt of the float32 golden.</summary>
internal static class GoldenPrompt
{
    public static int[] Read()
    {
        using SafetensorsFile file = SafetensorsFile.Open(ExportedModel.GoldenOutputs("float32"));
        SafetensorsTensor tensor = file.Tensors["input_ids"];
        byte[] bytes = new byte[tensor.ByteCount];
        tensor.Read(0, bytes);
        return MemoryMarshal.Cast<byte, int>(bytes).ToArray();
    }
}
