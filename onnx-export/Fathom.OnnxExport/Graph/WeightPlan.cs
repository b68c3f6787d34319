using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Graph;

/// <summary>Which format each part of a model gets for a weight option: the one place where that is decided.</summary>
internal static class WeightPlan
{
    /// <summary>Compressor projections of at least so many weights become int8 in quantised exports; they are too sensitive for int4.</summary>
    private const long LargeCompressor = 1 << 20;

    /// <summary>Attention's and the head's dense projections, and the experts.</summary>
    public static WeightFormat? Main(WeightOption option) => option switch
    {
        WeightOption.Float32 => WeightFormat.Float32,
        WeightOption.Int8 => WeightFormat.Int8,
        WeightOption.Int4 => WeightFormat.Int4,
        _ => null,
    };

    /// <summary>The compressors' projections.</summary>
    public static WeightFormat? Compressor(WeightOption option, long weights) => option switch
    {
        WeightOption.Published => null,
        WeightOption.Float32 => WeightFormat.Float32,
        _ => weights >= LargeCompressor ? WeightFormat.Int8 : WeightFormat.Float32,
    };

    /// <summary>The router and the indexer's head weights, whose small errors change which experts and entries are picked.</summary>
    public static WeightFormat? Selection(WeightOption option) => option == WeightOption.Published ? null : WeightFormat.Float32;
}
