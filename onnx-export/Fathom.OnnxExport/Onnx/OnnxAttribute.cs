namespace Fathom.OnnxExport.Onnx;

/// <summary>An attribute of a node: a float, an integer, a string or a list of integers.</summary>
internal abstract record OnnxAttribute(string Name)
{
    public sealed record Float(string Name, float Value) : OnnxAttribute(Name);

    public sealed record Int(string Name, long Value) : OnnxAttribute(Name);

    public sealed record Text(string Name, string Value) : OnnxAttribute(Name);

    public sealed record Ints(string Name, IReadOnlyList<long> Values) : OnnxAttribute(Name);

    public static implicit operator OnnxAttribute((string Name, float Value) attribute) => new Float(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, long Value) attribute) => new Int(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, int Value) attribute) => new Int(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, string Value) attribute) => new Text(attribute.Name, attribute.Value);
}
