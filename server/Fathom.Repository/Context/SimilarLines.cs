using Fathom.Repository.Indexing;

namespace Fathom.Repository.Context;

/// <summary>Cuts the best part out of a window of similar code.</summary>
internal static class SimilarLines
{
    /// <summary>The run of lines of a window with most of some words; each line counts its different ones.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="window">The window; it may no longer fit the text.</param>
    /// <param name="words">The words.</param>
    /// <param name="count">Lines wanted.</param>
    /// <returns>The lines, ending with a line break; empty where the window holds none of the words.</returns>
    public static string Best(string text, SimilarWindow window, IReadOnlySet<string> words, int count)
    {
        string[] lines = [.. text.Split('\n').Skip(window.Line).Take(window.Count)];
        int[] scores = [.. lines.Select(line => Score(line, words))];
        int best = 0;
        int bestScore = 0;
        for (int start = 0; start + Math.Min(count, lines.Length) <= lines.Length; start++)
        {
            int score = scores.AsSpan(start, Math.Min(count, lines.Length - start)).ToArray().Sum();
            if (score > bestScore)
            {
                (best, bestScore) = (start, score);
            }
        }

        return bestScore == 0 ? "" : string.Join('\n', lines.Skip(best).Take(count)).Trim('\n') + "\n";
    }

    private static int Score(string line, IReadOnlySet<string> words)
    {
        int score = 0;
        foreach (Range range in Words.In(line))
        {
            score += words.Contains(line[range]) ? 1 : 0;
        }

        return score;
    }
}
