using Google.Protobuf;

namespace Fathom.OnnxExport.Onnx;

/// <summary>Writes the fields of one protobuf message; nested messages are buffered, because their length comes first.</summary>
internal sealed class ProtobufWriter : IDisposable
{
    private readonly CodedOutputStream output;

    public ProtobufWriter(Stream stream) => output = new CodedOutputStream(stream, leaveOpen: true);

    public void Int64(int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    public void Float(int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    public void Text(int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    /// <summary>Writes a string unless it is empty, which is the default that readers assume.</summary>
    public void TextUnlessEmpty(int field, string value)
    {
        if (value.Length > 0)
        {
            Text(field, value);
        }
    }

    public void Bytes(int field, ReadOnlyMemory<byte> value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    public void Message(int field, Action<ProtobufWriter> write)
    {
        using MemoryStream buffer = new();
        using (ProtobufWriter nested = new(buffer))
        {
            write(nested);
        }

        Bytes(field, buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    public void Dispose() => output.Dispose();
}
