namespace Fathom.Operators.Tests.Attention;

/// <summary>The attributes of a HybridAttention node under test.</summary>
internal sealed record AttentionShape(
    int Heads,
    int Width,
    int Rotary,
    int Window,
    int Ratio = 0,
    bool IsOverlapped = false,
    int IndexHeads = 0,
    int IndexWidth = 0,
    int TopK = 0)
{
    internal static AttentionShape Sliding { get; } = new(4, 16, 8, 8);

    internal static AttentionShape HeavilyCompressed { get; } = new(4, 16, 8, 8, Ratio: 8);

    internal static AttentionShape CompressedSparse { get; } = new(4, 16, 8, 8, Ratio: 4, IsOverlapped: true, IndexHeads: 2, IndexWidth: 16, TopK: 4);

    internal int Parts => IsOverlapped ? 2 : 1;

    internal bool HasIndexer => TopK > 0;

    internal Dictionary<string, object> Attributes => new()
    {
        ["layer"] = 0,
        ["heads"] = Heads,
        ["head_width"] = Width,
        ["rotary_width"] = Rotary,
        ["window"] = Window,
        ["ratio"] = Ratio,
        ["overlapped"] = IsOverlapped ? 1 : 0,
        ["index_heads"] = IndexHeads,
        ["index_width"] = IndexWidth,
        ["index_topk"] = TopK,
        ["norm_epsilon"] = 1e-6f,
    };
}
