using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Fathom.Inference.Safetensors;

/// <summary>The header of a safetensors file: eight bytes of length, then JSON from tensor name to type, shape and offsets.</summary>
internal static class SafetensorsHeader
{
    private const int LengthBytes = 8;

    /// <summary>The format's own limit on a header.</summary>
    private const int LargestHeader = 100_000_000;

    /// <summary>More dimensions than any weight has; messages list them all.</summary>
    private const int HighestRank = 8;

    /// <summary>Longer than any weight's name; messages repeat it.</summary>
    private const int LongestName = 512;

    private const string MetadataKey = "__metadata__";

    public static Dictionary<string, SafetensorsTensor> Read(SafetensorsFile file, SafeFileHandle handle)
    {
        long fileLength = RandomAccess.GetLength(handle);
        byte[] header = ReadJson(file.Path, handle, fileLength);
        Dictionary<string, SafetensorsTensor> tensors = [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(header);
            long dataStart = LengthBytes + header.Length;
            foreach (JsonProperty entry in document.RootElement.EnumerateObject().Where(entry => entry.Name != MetadataKey))
            {
                SafetensorsTensor tensor = ReadTensor(file, entry, dataStart, fileLength);
                if (!tensors.TryAdd(entry.Name, tensor))
                {
                    throw new InvalidDataException($"{file.Path} lists tensor '{entry.Name}' twice.");
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{file.Path} has a header that is not a safetensors header ({error.Message.TrimEnd('.')}).", error);
        }

        RefuseOverlaps(file.Path, tensors.Values);
        return tensors;
    }

    private static byte[] ReadJson(string path, SafeFileHandle handle, long fileLength)
    {
        byte[] lengthBytes = new byte[LengthBytes];
        if (fileLength < LengthBytes || RandomAccess.Read(handle, lengthBytes, 0) < LengthBytes)
        {
            throw new InvalidDataException($"{path} is {fileLength} bytes long, too short for a safetensors file.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LargestHeader)
        {
            throw new InvalidDataException($"{path} claims a header of {length} bytes; it is no safetensors file.");
        }

        if (LengthBytes + (long)length > fileLength)
        {
            throw new InvalidDataException($"{path} is truncated: its header of {length} bytes does not fit its {fileLength} bytes; download it again.");
        }

        byte[] header = new byte[length];
        for (int done = 0; done < header.Length;)
        {
            int count = RandomAccess.Read(handle, header.AsSpan(done), LengthBytes + done);
            done += count > 0 ? count : throw new EndOfStreamException($"{path} ended while its header was read.");
        }

        return header;
    }

    private static SafetensorsTensor ReadTensor(SafetensorsFile file, JsonProperty entry, long dataStart, long fileLength)
    {
        if (!IsPrintable(entry.Name))
        {
            throw new InvalidDataException(
                $"{file.Path} names a tensor with control characters or with more than {LongestName} characters; it is damaged or no checkpoint, so download it again.");
        }

        string typeName = entry.Value.GetProperty("dtype").GetString() ?? "";
        if (!IsPrintable(typeName))
        {
            throw new InvalidDataException($"Tensor '{entry.Name}' in {file.Path} has an unknown type.");
        }

        if (!Enum.TryParse(typeName, out SafetensorsType type) || type.ToString() != typeName)
        {
            throw new InvalidDataException($"Tensor '{entry.Name}' in {file.Path} has the unknown type '{typeName}'.");
        }

        long[] shape = Numbers(file, entry, "shape", HighestRank);
        long[] offsets = Numbers(file, entry, "data_offsets", 2);
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || shape.Any(size => size < 0))
        {
            throw new InvalidDataException($"Tensor '{entry.Name}' in {file.Path} has offsets [{string.Join(", ", offsets)}] or a shape that make no sense.");
        }

        long byteCount = offsets[1] - offsets[0];
        if (ShapeBytes(shape, type) != byteCount)
        {
            throw new InvalidDataException(
                $"Tensor '{entry.Name}' in {file.Path} has {byteCount} bytes, which are not those of {type} [{string.Join(", ", shape)}].");
        }

        if (offsets[1] > fileLength - dataStart)
        {
            throw new InvalidDataException(
                $"{file.Path} is truncated: tensor '{entry.Name}' ends {offsets[1] - (fileLength - dataStart)} bytes after the file's end; download it again.");
        }

        return new SafetensorsTensor(entry.Name, type, shape, file, dataStart + offsets[0], byteCount);
    }

    private static bool IsPrintable(string text) => text.Length <= LongestName && !text.Any(char.IsControl);

    private static long[] Numbers(SafetensorsFile file, JsonProperty entry, string key, int most)
    {
        JsonElement list = entry.Value.GetProperty(key);
        int count = list.GetArrayLength();
        return count <= most
            ? [.. list.EnumerateArray().Select(number => number.GetInt64())]
            : throw new InvalidDataException($"Tensor '{entry.Name}' in {file.Path} has {count} numbers in its {key}, where at most {most} make sense; download the file again.");
    }

    /// <summary>Bytes that a shape needs, or −1 where they exceed 63 bits.</summary>
    private static long ShapeBytes(long[] shape, SafetensorsType type)
    {
        Int128 bytes = type.ByteSize();
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
            {
                return -1;
            }
        }

        return (long)bytes;
    }

    private static void RefuseOverlaps(string path, IEnumerable<SafetensorsTensor> tensors)
    {
        SafetensorsTensor? previous = null;
        foreach (SafetensorsTensor tensor in tensors.Where(tensor => tensor.ByteCount > 0).OrderBy(tensor => tensor.Offset))
        {
            if (previous is not null && tensor.Offset < previous.Offset + previous.ByteCount)
            {
                throw new InvalidDataException($"Tensors '{previous.Name}' and '{tensor.Name}' overlap in {path}.");
            }

            previous = tensor;
        }
    }
}
