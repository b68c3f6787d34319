using System.Text;

namespace Samples.Algorithms;

/// <summary>Counts of a text.</summary>
public static class TextStatistics
{
    public static int CountLines(string text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        var lines = 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                lines++;
            }
        }

        return lines;
    }

    public static int CountWords(string text)
    {
        var words = 0;
        var inside = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
            {
                inside = false;
            }
            else if (!inside)
            {
                inside = true;
                words++;
            }
        }

        return words;
    }

    public static IReadOnlyDictionary<string, int> CountEachWord(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts;
    }

    public static string Reverse(string text)
    {
        var builder = new StringBuilder(text.Length);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            builder.Append(text[i]);
        }

        return builder.ToString();
    }

    public static async Task<int> CountLinesAsync(string path, CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(path);
        var lines = 0;
        while (await reader.ReadLineAsync(cancellationToken) is not null)
        {
            lines++;
        }

        return lines;
    }
}
