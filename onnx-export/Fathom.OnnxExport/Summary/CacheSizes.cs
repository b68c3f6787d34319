using Fathom.Inference.Configuration;

namespace Fathom.OnnxExport.Summary;

/// <summary>The size of attention caches in float32, from the layer plan.</summary>
internal static class CacheSizes
{
    /// <summary>Bytes of compressed entries per token: D/m values a layer, with Di/m more for an indexer.</summary>
    public static double PerToken(ModelConfiguration configuration) => sizeof(float) * configuration.Layers
        .Where(layer => layer.HasCompressor)
        .Sum(layer => (configuration.HeadWidth + (layer.HasIndexer ? configuration.IndexWidth : 0)) / (double)layer.Ratio);

    /// <summary>Bytes of the windows: W keys a layer.</summary>
    public static long Fixed(ModelConfiguration configuration) =>
        (long)sizeof(float) * configuration.Layers.Count * configuration.Window * configuration.HeadWidth;
}
