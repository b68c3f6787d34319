using System.Text.Json;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Evaluation.Baselines;

/// <summary>The probabilities of an interpolated n-gram model.</summary>
internal sealed class NGramCounts
{
    /// <summary>Tokens of an n-gram.</summary>
    public const int Order = 5;

    private readonly double[] _unigrams;
    private readonly NGramTable[] _tables;

    private NGramCounts(double[] unigrams, NGramTable[] tables)
    {
        _unigrams = unigrams;
        _tables = tables;
    }

    /// <summary>The token before every document and the one behind it.</summary>
    public static (int Begin, int End) Borders(Tokenizer tokenizer) => (tokenizer.ControlToken("<|begin|>"), tokenizer.ControlToken("<|end|>"));

    /// <summary>Counts the texts of a corpus. Takes about 25 bytes of memory a token.</summary>
    public static NGramCounts Of(IEnumerable<string> texts, Tokenizer tokenizer, CancellationToken cancellationToken)
    {
        (int begin, int end) = Borders(tokenizer);
        var tokens = new List<int>();
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tokens.Add(begin);
            tokenizer.Encode(text, tokens);
            tokens.Add(end);
        }

        int[] all = [.. tokens];
        double[] unigrams = new double[tokenizer.VocabularySize];
        foreach (int token in all)
        {
            unigrams[token]++;
        }

        // One is added to each, so that every token is possible.
        for (int i = 0; i < unigrams.Length; i++)
        {
            unigrams[i] = (unigrams[i] + 1) / (all.Length + unigrams.Length);
        }

        return new NGramCounts(unigrams, [.. Enumerable.Range(1, Order - 1).Select(length => NGramTable.Count(all, begin, length, unigrams.Length))]);
    }

    /// <summary>The texts of a corpus file: one JSON object with <c>text</c> a line.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form; the message names it.</exception>
    public static IEnumerable<string> ReadTexts(string file)
    {
        foreach ((int index, string line) in File.ReadLines(file).Index())
        {
            yield return TextOf(line) ?? throw new InvalidDataException($"{file}, line {index + 1}: every line has to be a JSON object with a string 'text'.");
        }
    }

    /// <summary>Natural logarithms of the probabilities of the next token.</summary>
    /// <param name="tokens">What stands before it.</param>
    /// <param name="logProbabilities">The results [V].</param>
    public void Predict(ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        double[] probabilities = [.. _unigrams];
        foreach (NGramTable table in _tables)
        {
            table.Mix(tokens, probabilities);
        }

        for (int i = 0; i < probabilities.Length; i++)
        {
            logProbabilities[i] = (float)Math.Log(probabilities[i]);
        }
    }

    private static string? TextOf(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("text", out JsonElement text)
                && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
