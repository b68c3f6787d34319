using Fathom.Benchmarks.Kernels;
using Fathom.Benchmarks.Models;

// The first argument names what to measure; the rest belongs to it.
switch (args)
{
    case ["kernels", .. string[] rest]:
        return KernelBenchmarks.Run(rest);
    case ["model", string folder]:
        return ModelThroughput.Run(folder);
    default:
        Console.Error.WriteLine("Usage: Fathom.Benchmarks kernels [BenchmarkDotNet options, for example --filter *Decode*]");
        Console.Error.WriteLine("       Fathom.Benchmarks model FOLDER");
        return 2;
}
