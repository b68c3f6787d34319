namespace Fathom.OnnxExport.Graph;

/// <summary>The residual streams between two sublayers. The output of the sublayer before is written back by the node that begins the next one.</summary>
/// <param name="Streams">The streams [T, n, d] before <paramref name="Output"/> is written back.</param>
/// <param name="Connection">The connection of the sublayer before, whose post and combination weights write its output back; null before the first.</param>
/// <param name="Output">The output [T, d] of the sublayer before; null before the first.</param>
internal sealed record ResidualStreams(string Streams, string? Connection = null, string? Output = null);
