using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Fathom.Benchmarks.Kernels;

/// <summary>A column that divides the work of a benchmark's workload by its mean time.</summary>
internal sealed class RateColumn(string name, string legend, Func<Work, double> amount) : IColumn
{
    /// <summary>Bytes of weights a second.</summary>
    public static RateColumn WeightBytes { get; } = new("GB/s", "10^9 bytes of weights and scales a second", work => work.WeightBytes);

    /// <summary>Floating-point or integer operations a second; blank for reading.</summary>
    public static RateColumn Operations { get; } = new("GOp/s", "10^9 operations a second, two for each multiply-add", work => 2.0 * work.MultiplyAdds);

    public string Id => ColumnName;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    /// <summary>Bytes only where the benchmark is about reading.</summary>
    public bool IsAvailable(Summary summary) => this == Operations || summary.BenchmarksCases.Any(IsReading);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        IWorkload? workload = benchmarkCase.Parameters.Items.Select(item => item.Value).OfType<IWorkload>().FirstOrDefault();
        double? nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Mean;
        return workload is null || nanoseconds is null || (this == Operations && IsReading(benchmarkCase))
            ? "-"
            : (amount(workload.Work) / nanoseconds.Value).ToString("F1", CultureInfo.InvariantCulture);
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static bool IsReading(BenchmarkCase benchmarkCase) => benchmarkCase.Descriptor.WorkloadMethod.Name == nameof(LinearDecode.MereReading);
}
