using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fathom.OnnxExport.Tests;

/// <summary>The tensors of a safetensors file in memory, to change and to write again.</summary>
internal sealed class SafetensorsContent
{
    public SortedDictionary<string, (string Type, long[] Shape, byte[] Bytes)> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads all files of a folder.</summary>
    public static SafetensorsContent Read(string folder)
    {
        SafetensorsContent content = new();
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors"))
        {
            byte[] file = File.ReadAllBytes(path);
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
            JsonObject header = JsonNode.Parse(file.AsSpan(8, length))!.AsObject();
            foreach ((string name, JsonNode? entry) in header.Where(entry => entry.Key != "__metadata__"))
            {
                int[] offsets = entry!["data_offsets"].Deserialize<int[]>()!;
                content.Tensors[name] = (
                    entry["dtype"]!.GetValue<string>(),
                    entry["shape"].Deserialize<long[]>()!,
                    file.AsSpan(8 + length + offsets[0], offsets[1] - offsets[0]).ToArray());
            }
        }

        return content;
    }

    /// <summary>Writes all tensors into one file.</summary>
    public void Write(string path)
    {
        JsonObject header = [];
        int offset = 0;
        foreach ((string name, (string type, long[] shape, byte[] bytes)) in Tensors)
        {
            header[name] = Entry(type, shape, offset, offset + bytes.Length);
            offset += bytes.Length;
        }

        using FileStream file = File.Create(path);
        file.Write(Header(header));
        foreach ((_, _, byte[] bytes) in Tensors.Values)
        {
            file.Write(bytes);
        }
    }

    /// <summary>An entry of a header.</summary>
    public static JsonObject Entry(string type, long[] shape, long begin, long end) => new()
    {
        ["dtype"] = type,
        ["shape"] = JsonSerializer.SerializeToNode(shape),
        ["data_offsets"] = new JsonArray(begin, end),
    };

    /// <summary>Length and JSON, as a file begins.</summary>
    public static byte[] Header(JsonObject header)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] bytes = new byte[8 + json.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }
}
