using Fathom.Benchmarks.Kernels;

// The first argument names what to measure; the rest belongs to it.
switch (args)
{
    case ["kernels", .. string[] rest]:
        return KernelBenchmarks.Run(rest);
    default:
        Console.Error.WriteLine("Usage: Fathom.Benchmarks kernels [BenchmarkDotNet options, for example --filter *Decode*]");
        return 2;
}
