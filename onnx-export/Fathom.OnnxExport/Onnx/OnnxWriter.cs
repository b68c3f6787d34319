using System.Globalization;

namespace Fathom.OnnxExport.Onnx;

/// <summary>Writes a model in ONNX's protobuf format; the field numbers are those of onnx.proto3.</summary>
internal static class OnnxWriter
{
    private const long ExternalLocation = 1;

    public static byte[] ToBytes(OnnxModel model)
    {
        using MemoryStream stream = new();
        Write(model, stream);
        return stream.ToArray();
    }

    public static void Write(OnnxModel model, Stream stream)
    {
        using ProtobufWriter writer = new(stream);
        writer.Int64(1, model.IrVersion);
        writer.TextUnlessEmpty(2, model.Producer);
        writer.TextUnlessEmpty(3, model.ProducerVersion);
        writer.Message(7, graph => WriteGraph(graph, model.Graph));
        foreach ((string domain, int version) in model.OperatorSets)
        {
            writer.Message(8, set =>
            {
                set.TextUnlessEmpty(1, domain);
                set.Int64(2, version);
            });
        }

        foreach ((string key, string value) in model.Metadata)
        {
            WriteEntry(writer, 14, key, value);
        }
    }

    private static void WriteGraph(ProtobufWriter writer, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            writer.Message(1, message => WriteNode(message, node));
        }

        writer.Text(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            writer.Message(5, message => WriteTensor(message, tensor));
        }

        writer.TextUnlessEmpty(10, graph.Documentation);
        foreach (OnnxValue value in graph.Inputs)
        {
            writer.Message(11, message => WriteValue(message, value));
        }

        foreach (OnnxValue value in graph.Outputs)
        {
            writer.Message(12, message => WriteValue(message, value));
        }
    }

    private static void WriteNode(ProtobufWriter writer, OnnxNode node)
    {
        foreach (string input in node.Inputs)
        {
            writer.Text(1, input);
        }

        foreach (string output in node.Outputs)
        {
            writer.Text(2, output);
        }

        writer.TextUnlessEmpty(3, node.Name);
        writer.Text(4, node.Operator);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            writer.Message(5, message => WriteAttribute(message, attribute));
        }

        writer.TextUnlessEmpty(7, node.Domain);
    }

    private static void WriteAttribute(ProtobufWriter writer, OnnxAttribute attribute)
    {
        writer.Text(1, attribute.Name);
        switch (attribute)
        {
            case OnnxAttribute.Float value:
                writer.Float(2, value.Value);
                writer.Int64(20, 1);
                break;
            case OnnxAttribute.Int value:
                writer.Int64(3, value.Value);
                writer.Int64(20, 2);
                break;
            case OnnxAttribute.Text value:
                writer.Text(4, value.Value);
                writer.Int64(20, 3);
                break;
            case OnnxAttribute.Ints value:
                foreach (long item in value.Values)
                {
                    writer.Int64(8, item);
                }

                writer.Int64(20, 7);
                break;
            default:
                throw new ArgumentException($"Attribute '{attribute.Name}' has a type that cannot be written.", nameof(attribute));
        }
    }

    private static void WriteTensor(ProtobufWriter writer, OnnxTensor tensor)
    {
        foreach (long size in tensor.Shape)
        {
            writer.Int64(1, size);
        }

        writer.Int64(2, (long)tensor.Type);
        writer.Text(8, tensor.Name);
        if (tensor.External is null)
        {
            writer.Bytes(9, tensor.Data);
            return;
        }

        WriteEntry(writer, 13, "location", tensor.External.File);
        WriteEntry(writer, 13, "offset", tensor.External.Offset.ToString(CultureInfo.InvariantCulture));
        WriteEntry(writer, 13, "length", tensor.External.Length.ToString(CultureInfo.InvariantCulture));
        writer.Int64(14, ExternalLocation);
    }

    private static void WriteValue(ProtobufWriter writer, OnnxValue value)
    {
        writer.Text(1, value.Name);
        writer.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Int64(1, (long)value.Type);
            tensor.Message(2, shape =>
            {
                foreach (OnnxDimension dimension in value.Shape)
                {
                    shape.Message(1, message => WriteDimension(message, dimension));
                }
            });
        }));
    }

    private static void WriteDimension(ProtobufWriter writer, OnnxDimension dimension)
    {
        if (dimension.Size is { } size)
        {
            writer.Int64(1, size);
        }
        else
        {
            writer.Text(2, dimension.Symbol ?? "");
        }
    }

    private static void WriteEntry(ProtobufWriter writer, int field, string key, string value) => writer.Message(field, entry =>
    {
        entry.Text(1, key);
        entry.Text(2, value);
    });
}
