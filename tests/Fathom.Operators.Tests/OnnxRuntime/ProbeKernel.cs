using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Tests.OnnxRuntime;

/// <summary>An operator for tests of the plumbing: what it does is the delegate it was declared with.</summary>
internal sealed class ProbeKernel(ProbeKernel.Body body) : Kernel
{
    internal const string DomainName = "fathom.test";

    internal delegate void Body(KernelContext context);

    internal static OperatorDomain Domain(TensorDeclaration[] inputs, TensorDeclaration[] outputs, Body body) =>
        Domain(inputs, outputs, _ => new ProbeKernel(body));

    internal static OperatorDomain Domain(TensorDeclaration[] inputs, TensorDeclaration[] outputs, KernelFactory create) =>
        new(DomainName, [new OperatorDeclaration("Probe", inputs, outputs, create)]);

    internal override void Compute(KernelContext context) => body(context);
}
