using System.Text;

namespace Fathom.Backends.Tests.LlamaServer;

/// <summary>Writes model files as llama.cpp reads them (GGUF version 3; docs/gguf.md of ggml).</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private const uint UInt32 = 4;
    private const uint Int32 = 5;
    private const uint Float32 = 6;
    private const uint Bool = 7;
    private const uint Text = 8;
    private const uint Array = 9;
    private readonly List<Action<BinaryWriter>> _values = [];
    private readonly List<(string Name, int[] Shape, float[] Data)> _tensors = [];

    public void Add(string name, string value) => Add(name, Text, writer => Write(writer, value));

    public void Add(string name, int value) => Add(name, UInt32, writer => writer.Write(value));

    public void Add(string name, float value) => Add(name, Float32, writer => writer.Write(value));

    public void Add(string name, bool value) => Add(name, Bool, writer => writer.Write(value));

    public void Add(string name, IReadOnlyList<string> values) => AddArray(name, Text, values, Write);

    public void Add(string name, IReadOnlyList<int> values) => AddArray(name, Int32, values, (writer, value) => writer.Write(value));

    /// <summary>A tensor of 32-bit floats; the dimension that changes fastest comes first.</summary>
    public void AddTensor(string name, float[] data, params int[] shape) => _tensors.Add((name, shape, data));

    public void Save(string file)
    {
        using var writer = new BinaryWriter(File.Create(file));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((long)_tensors.Count);
        writer.Write((long)_values.Count);
        _values.ForEach(write => write(writer));
        long offset = 0;
        foreach ((string name, int[] shape, float[] data) in _tensors)
        {
            Write(writer, name);
            writer.Write(shape.Length);
            foreach (int size in shape)
            {
                writer.Write((long)size);
            }

            writer.Write(0u);
            writer.Write(offset);
            offset += Aligned(data.Length * sizeof(float));
        }

        foreach ((_, _, float[] data) in _tensors)
        {
            Pad(writer);
            foreach (float value in data)
            {
                writer.Write(value);
            }
        }

        Pad(writer);
    }

    private void Add(string name, uint type, Action<BinaryWriter> value) => _values.Add(writer =>
    {
        Write(writer, name);
        writer.Write(type);
        value(writer);
    });

    private void AddArray<T>(string name, uint type, IReadOnlyList<T> values, Action<BinaryWriter, T> write) => Add(name, Array, writer =>
    {
        writer.Write(type);
        writer.Write((long)values.Count);
        foreach (T value in values)
        {
            write(writer, value);
        }
    });

    private static void Write(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((long)bytes.Length);
        writer.Write(bytes);
    }

    private static void Pad(BinaryWriter writer) => writer.Write(new byte[Aligned(writer.BaseStream.Position) - writer.BaseStream.Position]);

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
