namespace Fathom.Operators.OnnxRuntime;

/// <summary>What ONNX Runtime is told of an operator, and how its kernels come to be.</summary>
/// <param name="Name">The operator's type as it stands in the graph.</param>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Outputs">The outputs in order.</param>
/// <param name="CreateKernel">Makes the kernel of one node from its attributes; throws <see cref="OperatorException"/> where they make no sense.</param>
internal sealed record OperatorDeclaration(
    string Name,
    IReadOnlyList<TensorDeclaration> Inputs,
    IReadOnlyList<TensorDeclaration> Outputs,
    KernelFactory CreateKernel);

/// <summary>Makes the kernel of one node from its attributes.</summary>
internal delegate Kernel KernelFactory(KernelAttributes attributes);
