using System.Globalization;
using System.Runtime.InteropServices;
using Fathom.Inference.Safetensors;

namespace Fathom.Inference.Verification;

/// <summary>The tensors of a file of expected outputs.</summary>
internal sealed record ExpectedOutputs(
    int[] InputIds, float[] PrefillLogits, int[] DecodedIds, float[] DecodeLogits, IReadOnlyDictionary<string, float[]> Hidden)
{
    /// <summary>Reads and checks the tensors for a model of <paramref name="vocabularySize"/> tokens.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or does not fit.</exception>
    public static ExpectedOutputs Read(SafetensorsFile file, int vocabularySize)
    {
        int[] inputIds = Ids(file, "input_ids");
        int[] decodedIds = Ids(file, "decoded_ids");
        if (inputIds.Length == 0)
        {
            throw new InvalidDataException($"Tensor 'input_ids' in {file.Path} is empty; a prompt has at least one token.");
        }

        SortedDictionary<int, string> layers = [];
        foreach (string name in file.Tensors.Keys)
        {
            if (name.StartsWith("hidden.", StringComparison.Ordinal) && int.TryParse(name.AsSpan(7), CultureInfo.InvariantCulture, out int layer))
            {
                layers.Add(layer, name);
            }
        }

        return new ExpectedOutputs(
            inputIds,
            Logits(file, "prefill_logits", inputIds.Length, vocabularySize),
            decodedIds,
            Logits(file, "decode_logits", decodedIds.Length, vocabularySize),
            new OrderedDictionary<string, float[]>(layers.Values.Select(name => KeyValuePair.Create(name, file.Tensors[name].ReadFloats()))));
    }

    private static float[] Logits(SafetensorsFile file, string name, int rows, int vocabularySize)
    {
        SafetensorsTensor tensor = Tensor(file, name);
        return tensor.Shape.SequenceEqual([rows, vocabularySize])
            ? tensor.ReadFloats()
            : throw new InvalidDataException(
                $"Tensor '{name}' in {file.Path} is [{string.Join(", ", tensor.Shape)}], but prompt and model make it [{rows}, {vocabularySize}].");
    }

    private static int[] Ids(SafetensorsFile file, string name)
    {
        SafetensorsTensor tensor = Tensor(file, name);
        byte[] bytes = new byte[tensor.ByteCount];
        tensor.Read(0, bytes);
        return tensor.Type switch
        {
            SafetensorsType.I32 => MemoryMarshal.Cast<byte, int>(bytes).ToArray(),
            SafetensorsType.I64 => [.. MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(id => checked((int)id))],
            _ => throw new InvalidDataException($"Tensor '{name}' in {file.Path} is {tensor.Type}, but ids are I32 or I64."),
        };
    }

    private static SafetensorsTensor Tensor(SafetensorsFile file, string name) => file.Tensors.TryGetValue(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new InvalidDataException($"There is no tensor '{name}' in {file.Path}; it is not a file of expected outputs.");
}
