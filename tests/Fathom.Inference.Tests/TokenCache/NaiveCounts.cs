using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

/// <summary>What a cache counts, counted slowly: every position of every text is compared with the context.</summary>
internal static class NaiveCounts
{
    public static Dictionary<(int Token, int Order), float> Of(IEnumerable<int[]> texts, int[] context)
    {
        Dictionary<(int, int), float> counts = [];
        foreach (int[] text in texts)
        {
            for (int i = 0; i + 1 < text.Length; i++)
            {
                int order = 0;
                while (order < ContextIndex.Depth && order <= i && order < context.Length && text[i - order] == context[^(order + 1)])
                {
                    order++;
                }

                if (order > 0)
                {
                    counts[(text[i + 1], order)] = counts.GetValueOrDefault((text[i + 1], order)) + 1;
                }
            }
        }

        return counts;
    }
}
