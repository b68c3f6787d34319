using System.Globalization;
using Google.Protobuf;

namespace Fathom.OnnxExport.Onnx;

/// <summary>Reads what a summary needs of an ONNX file: metadata and the names, types, shapes and places of its constants.</summary>
internal static class OnnxReader
{
    /// <summary>Reads metadata and constants; nodes, inputs and outputs are skipped.</summary>
    /// <exception cref="InvalidDataException">The file is no ONNX model.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<OnnxTensor> Initializers) Read(string path)
    {
        Dictionary<string, string> metadata = [];
        List<OnnxTensor> initializers = [];
        try
        {
            using FileStream file = File.OpenRead(path);
            using CodedInputStream input = new(file);
            ForEachField(input, field =>
            {
                if (field == 7)
                {
                    ReadGraph(input.ReadBytes().CreateCodedInput(), initializers);
                }
                else if (field == 14)
                {
                    (string key, string value) = ReadEntry(input.ReadBytes().CreateCodedInput());
                    metadata[key] = value;
                }
                else
                {
                    return false;
                }

                return true;
            });
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no ONNX model, or it is damaged; export it again.", error);
        }

        return (metadata, initializers);
    }

    private static void ReadGraph(CodedInputStream input, List<OnnxTensor> initializers) => ForEachField(input, field =>
    {
        if (field != 5)
        {
            return false;
        }

        initializers.Add(ReadTensor(input.ReadBytes().CreateCodedInput()));
        return true;
    });

    private static OnnxTensor ReadTensor(CodedInputStream input)
    {
        List<long> shape = [];
        OnnxTensor tensor = new("", OnnxElementType.Float, shape);
        Dictionary<string, string> external = [];
        ForEachField(input, field =>
        {
            switch (field)
            {
                case 1:
                    shape.Add(input.ReadInt64());
                    return true;
                case 2:
                    tensor = tensor with { Type = (OnnxElementType)input.ReadInt32() };
                    return true;
                case 8:
                    tensor = tensor with { Name = input.ReadString() };
                    return true;
                case 9:
                    tensor = tensor with { Data = input.ReadBytes().Memory };
                    return true;
                case 13:
                    (string key, string value) = ReadEntry(input.ReadBytes().CreateCodedInput());
                    external[key] = value;
                    return true;
                default:
                    return false;
            }
        });
        return external.Count == 0 ? tensor : tensor with
        {
            External = new ExternalData(external.GetValueOrDefault("location", ""), Number("offset"), Number("length")),
        };

        long Number(string key) => external.TryGetValue(key, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    private static (string Key, string Value) ReadEntry(CodedInputStream input)
    {
        (string key, string value) = ("", "");
        ForEachField(input, field =>
        {
            switch (field)
            {
                case 1:
                    key = input.ReadString();
                    return true;
                case 2:
                    value = input.ReadString();
                    return true;
                default:
                    return false;
            }
        });
        return (key, value);
    }

    /// <summary>Calls <paramref name="read"/> with every field number; it reads the field and returns true, or returns false to skip it.</summary>
    private static void ForEachField(CodedInputStream input, Func<int, bool> read)
    {
        while (input.ReadTag() is not 0 and uint tag)
        {
            if (!read(WireFormat.GetTagFieldNumber(tag)))
            {
                input.SkipLastField();
            }
        }
    }
}
