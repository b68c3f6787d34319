using BenchmarkDotNet.Attributes;

namespace Fathom.Benchmarks.Kernels;

/// <summary>One input row, as in decoding: bound by the reading of weights, so it stands beside merely reading them.</summary>
public class LinearDecode
{
    [ParamsSource(nameof(Workloads))]
    public LinearWorkload Weight { get; set; } = null!;

    public static IEnumerable<LinearWorkload> Workloads => LinearWorkload.All(rows: 1);

    [Benchmark(Baseline = true)]
    public ulong MereReading() => Weight.Read();

    [Benchmark]
    public float Product() => Weight.Multiply();
}
