using Fathom.Benchmarks.Kernels;
using Fathom.Benchmarks.Models;
using Fathom.Benchmarks.Repositories;

// The first argument names what to measure; the rest belongs to it.
switch (args)
{
    case ["kernels", .. string[] rest]:
        return KernelBenchmarks.Run(rest);
    case ["model", string folder]:
        return ModelThroughput.Run(folder);
    case ["index", string folder]:
        return IndexTargets.Run(folder);
    case ["cache", string model, string folder]:
        return CacheTargets.Run(model, folder);
    case ["check", string folder]:
        return CheckTargets.Run(folder);
    case ["learning", string model, string folder]:
        return CacheLearning.Run(model, folder);
    default:
        Console.Error.WriteLine("Usage: Fathom.Benchmarks kernels [BenchmarkDotNet options, for example --filter *Decode*]");
        Console.Error.WriteLine("       Fathom.Benchmarks model FOLDER");
        Console.Error.WriteLine("       Fathom.Benchmarks index FOLDER");
        Console.Error.WriteLine("       Fathom.Benchmarks cache MODEL FOLDER");
        Console.Error.WriteLine("       Fathom.Benchmarks check FOLDER");
        Console.Error.WriteLine("       Fathom.Benchmarks learning MODEL FOLDER");
        return 2;
}
