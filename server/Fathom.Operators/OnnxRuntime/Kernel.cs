namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// The computation of one node. One instance lives as long as its session and may run on several threads at once, so it keeps nothing
/// between calls but what it read from its attributes.
/// </summary>
internal abstract class Kernel
{
    /// <summary>The declaration that this kernel was made from; set once, before the first run.</summary>
    internal OperatorDeclaration Operator { get; set; } = null!;

    /// <summary>Computes the node's outputs from its inputs.</summary>
    /// <exception cref="OperatorException">An input has a type, shape or content that the operator does not accept.</exception>
    internal abstract void Compute(KernelContext context);
}
