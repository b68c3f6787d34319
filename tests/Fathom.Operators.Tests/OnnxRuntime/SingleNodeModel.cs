using Google.Protobuf;

namespace Fathom.Operators.Tests.OnnxRuntime;

/// <summary>An ONNX model of one node, all of whose inputs are graph inputs of unknown shape, in protobuf wire format.</summary>
internal static class SingleNodeModel
{
    private const int Float = 1;

    internal static byte[] Create(
        string domain,
        string operatorName,
        IReadOnlyDictionary<string, object> attributes,
        IReadOnlyList<(string Name, int Type)> inputs,
        IReadOnlyList<(string Name, int Type)> outputs)
    {
        byte[] node = Message(stream =>
        {
            foreach ((string name, _) in inputs)
            {
                Write(stream, 1, name);
            }

            foreach ((string name, _) in outputs)
            {
                Write(stream, 2, name);
            }

            Write(stream, 3, "node");
            Write(stream, 4, operatorName);
            foreach ((string name, object value) in attributes)
            {
                Write(stream, 5, Attribute(name, value));
            }

            Write(stream, 7, domain);
        });
        byte[] graph = Message(stream =>
        {
            Write(stream, 1, node);
            Write(stream, 2, "graph");
            foreach ((string name, int type) in inputs.Where(input => input.Name.Length > 0))
            {
                Write(stream, 11, ValueInfo(name, type));
            }

            foreach ((string name, int type) in outputs.Where(output => output.Name.Length > 0))
            {
                Write(stream, 12, ValueInfo(name, type));
            }
        });
        return Message(stream =>
        {
            Write(stream, 1, 10);
            Write(stream, 7, graph);
            Write(stream, 8, Message(import => Write(import, 2, 21)));
            Write(stream, 8, Message(import =>
            {
                Write(import, 1, domain);
                Write(import, 2, 1);
            }));
        });
    }

    private static byte[] Attribute(string name, object value) => Message(stream =>
    {
        Write(stream, 1, name);
        switch (value)
        {
            case float number:
                stream.WriteTag(2, WireFormat.WireType.Fixed32);
                stream.WriteFloat(number);
                Write(stream, 20, 1);
                break;
            case int number:
                Write(stream, 3, number);
                Write(stream, 20, 2);
                break;
            case string text:
                Write(stream, 4, text);
                Write(stream, 20, 3);
                break;
            case int[] numbers:
                foreach (int number in numbers)
                {
                    Write(stream, 8, number);
                }

                Write(stream, 20, 7);
                break;
            default:
                throw new ArgumentException($"Attributes are float, int, int[] or string, not {value.GetType()}.");
        }
    });

    private static byte[] ValueInfo(string name, int type) => Message(stream =>
    {
        Write(stream, 1, name);
        Write(stream, 2, Message(value => Write(value, 1, Message(tensor => Write(tensor, 1, type == 0 ? Float : type)))));
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream buffer = new();
        using (CodedOutputStream stream = new(buffer, leaveOpen: true))
        {
            write(stream);
        }

        return buffer.ToArray();
    }

    private static void Write(CodedOutputStream stream, int field, string text)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(text);
    }

    private static void Write(CodedOutputStream stream, int field, byte[] message)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(ByteString.CopyFrom(message));
    }

    private static void Write(CodedOutputStream stream, int field, long number)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(number);
    }
}
