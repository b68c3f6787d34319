using System.Diagnostics;

namespace Fathom.OnnxExport.Tests.Memory;

/// <summary>An export's memory does not grow with the model. These tests run alone, because they measure the process.</summary>
[CollectionDefinition(nameof(ExportMemoryTests), DisableParallelization = true)]
[Collection(nameof(ExportMemoryTests))]
public sealed class ExportMemoryTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(WeightOption.Float32)]
    [InlineData(WeightOption.Int8)]
    public void All_that_an_export_allocates_is_less_than_its_largest_tensor(WeightOption weights)
    {
        (_, long largest) = SyntheticCheckpoint.Write(folder.Path, layers: 1, vocabulary: 4096, hidden: 512, experts: 32, expertWidth: 512);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Exporter.Export(folder.Path, folder.File("out"), new ExportOptions(weights), null, TestContext.Current.CancellationToken);

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        output.WriteLine($"allocated {allocated:N0} bytes, largest tensor {largest:N0} bytes");
        Assert.InRange(allocated, 0, largest);
    }

    /// <summary>The same at full size; asked for by name (see docs/architecture.md) because it writes several gigabytes to the folder of temporary files.</summary>
    [Fact(Explicit = true)]
    public void Peak_memory_of_a_large_export_is_less_than_twice_the_largest_tensor()
    {
        (long total, long largest) = SyntheticCheckpoint.Write(folder.Path, layers: 5, vocabulary: 65536, hidden: 2048, experts: 64, expertWidth: 1024);
        Stopwatch watch = Stopwatch.StartNew();

        Exporter.Export(folder.Path, folder.File("out"), new ExportOptions(WeightOption.Int4), null, TestContext.Current.CancellationToken);

        using Process process = Process.GetCurrentProcess();
        output.WriteLine($"checkpoint {total:N0} bytes, largest tensor {largest:N0} bytes, exported in {watch.Elapsed.TotalSeconds:F0} s, peak memory {process.PeakWorkingSet64:N0} bytes");
        Assert.InRange(process.PeakWorkingSet64, 0, 2 * largest);
    }
}
