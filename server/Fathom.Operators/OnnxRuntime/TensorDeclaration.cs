namespace Fathom.Operators.OnnxRuntime;

/// <summary>One input or output of an operator.</summary>
/// <param name="Name">The name in error messages.</param>
/// <param name="Type">The element type; <see cref="ElementType.Any"/> where the kernel decides.</param>
/// <param name="IsOptional">Whether a node may leave it out (an empty name, or missing at the end of the list).</param>
internal sealed record TensorDeclaration(string Name, ElementType Type, bool IsOptional = false)
{
    internal static TensorDeclaration Float(string name) => new(name, ElementType.Float32);

    internal static TensorDeclaration OptionalFloat(string name) => new(name, ElementType.Float32, IsOptional: true);

    internal static TensorDeclaration Int64(string name) => new(name, ElementType.Int64);

    internal static TensorDeclaration OptionalInt64(string name) => new(name, ElementType.Int64, IsOptional: true);

    /// <summary>A packed weight or its scales: the element type follows from the node's <c>format</c>.</summary>
    internal static TensorDeclaration Packed(string name) => new(name, ElementType.Any);

    internal static TensorDeclaration OptionalPacked(string name) => new(name, ElementType.Any, IsOptional: true);
}
