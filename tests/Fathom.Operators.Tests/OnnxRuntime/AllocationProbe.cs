using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Tests.OnnxRuntime;

/// <summary>Stands in for an operator, runs its kernel, and counts what that allocates on the managed heap.</summary>
internal sealed class AllocationProbe
{
    internal const string DomainName = "fathom.probed";

    internal AllocationProbe(OperatorDeclaration declaration) =>
        Domain = new OperatorDomain(DomainName, [declaration with { CreateKernel = attributes => new Measured(declaration, attributes, this) }]);

    internal OperatorDomain Domain { get; }

    /// <summary>Bytes that the last run of the kernel allocated on its thread.</summary>
    internal long LastBytes { get; private set; }

    private sealed class Measured : Kernel
    {
        private readonly Kernel _kernel;
        private readonly AllocationProbe _probe;

        internal Measured(OperatorDeclaration declaration, KernelAttributes attributes, AllocationProbe probe)
        {
            _kernel = declaration.CreateKernel(attributes);
            _kernel.Operator = declaration;
            _probe = probe;
        }

        internal override void Compute(KernelContext context)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _kernel.Compute(context);
            _probe.LastBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
