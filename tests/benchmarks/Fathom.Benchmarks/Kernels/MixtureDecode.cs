using BenchmarkDotNet.Attributes;

namespace Fathom.Benchmarks.Kernels;

/// <summary>One token through its experts and the shared one, beside merely reading their weights.</summary>
public class MixtureDecode
{
    [ParamsSource(nameof(Workloads))]
    public MixtureWorkload Layer { get; set; } = null!;

    public static IEnumerable<MixtureWorkload> Workloads => MixtureWorkload.All(tokens: 1);

    [Benchmark(Baseline = true)]
    public ulong MereReading() => Layer.Read();

    [Benchmark]
    public float Mixture() => Layer.Compute();
}
