using BenchmarkDotNet.Attributes;

namespace Fathom.Benchmarks.Kernels;

/// <summary>256 input rows, as in prefill: bound by arithmetic.</summary>
public class LinearPrefill
{
    [ParamsSource(nameof(Workloads))]
    public LinearWorkload Weight { get; set; } = null!;

    public static IEnumerable<LinearWorkload> Workloads => LinearWorkload.All(rows: 256);

    [Benchmark]
    public float Product() => Weight.Multiply();
}
