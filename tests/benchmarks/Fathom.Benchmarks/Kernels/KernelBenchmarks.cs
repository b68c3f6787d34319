using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Fathom.Benchmarks.Kernels;

/// <summary>The benchmarks of single kernels, run in this process on one thread.</summary>
internal static class KernelBenchmarks
{
    /// <summary>Runs them; all of them where no BenchmarkDotNet option says otherwise.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(7)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(RateColumn.WeightBytes, RateColumn.Operations)
            .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Job)
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40));
        IEnumerable<Summary> summaries = BenchmarkSwitcher
            .FromTypes([typeof(LinearDecode), typeof(LinearPrefill), typeof(MixtureDecode), typeof(MixturePrefill)])
            .Run(arguments is [] ? ["--filter", "*"] : arguments, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
