using BenchmarkDotNet.Attributes;

namespace Fathom.Benchmarks.Kernels;

/// <summary>256 tokens through the mixture.</summary>
public class MixturePrefill
{
    [ParamsSource(nameof(Workloads))]
    public MixtureWorkload Layer { get; set; } = null!;

    public static IEnumerable<MixtureWorkload> Workloads => MixtureWorkload.All(tokens: 256);

    [Benchmark]
    public float Mixture() => Layer.Compute();
}
