using System.Globalization;
using Fathom.Inference;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;
using Fathom.Operators.Sequences;
using Fathom.Repository.Files;

namespace Fathom.Benchmarks.Repositories;

/// <summary>
/// How likely the model and the cache of a folder find the folder's own files, read token by token with the rest of the folder known: with the odds of the
/// levels as they were fitted, and learned on the way from what came before.
/// </summary>
internal static class CacheLearning
{
    private const int Files = 100;
    private const int TokensAFile = 150;
    private const int Lead = 500;

    /// <summary>Measures and prints a table in Markdown.</summary>
    public static int Run(string model, string folder)
    {
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(model, "tokenizer.json"));
        var bulk = new BulkTokenizer(tokenizer);
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        TokenText[] texts = [.. files.ReadAll(CancellationToken.None).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(file => Encode(bulk, file))];
        var repository = new RepositoryTokens();
        repository.Put(texts, threads: 2);
        using LanguageModel language = LanguageModel.Load(model);
        TokenText[] candidates = [.. texts.Where(text => text.Tokens.Length > 2 * (Lead + TokensAFile))];
        TokenText[] chosen = [.. candidates.Where((_, i) => i % Math.Max(1, candidates.Length / Files) == 0).Take(Files)];
        CacheWeights weights = CacheWeightsFile.ReadBeside(model);
        var odds = new LearnedOdds();
        double fixedBits = 0;
        double learnedBits = 0;
        int count = 0;
        foreach (TokenText text in chosen)
        {
            int start = text.Tokens.Length / 2;
            CacheSnapshot near = Neighbourhood.Of(repository.Snapshot, text.Path);
            DocumentTokens document = DocumentTokens.Of(text.Path, text.Tokens.Span[..start], text.Tokens.Span[(start + TokensAFile)..], repository.Snapshot, near);
            float[][] rows = Rows(language, text.Tokens.Slice(start - Lead, Lead + TokensAFile));
            for (int i = 0; i < TokensAFile; i++)
            {
                ReadOnlySpan<int> context = text.Tokens.Span[..(start + i)];
                int came = text.Tokens.Span[start + i];
                var learning = new TokenCachePrior(document, [], weights, odds.Now);
                fixedBits += Bits(new TokenCachePrior(document, [], weights), context, rows[i], came);
                learnedBits += Bits(learning, context, rows[i], came);
                learning.Learn(context, [came], odds);
                count++;
            }
        }

        Console.WriteLine("| bits a token | fitted | learned on the way | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}, {count:N0} tokens | {fixedBits / count:F3} | {learnedBits / count:F3} | {learnedBits / fixedBits:F4} |"));
        Console.WriteLine(string.Join(' ', odds.Now.ToArray().Select(value => value.ToString("F2", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static TokenText Encode(BulkTokenizer tokenizer, RepositoryText file)
    {
        List<int> ids = [];
        tokenizer.Encode(file.Text, ids);
        return new TokenText(file.Path, ids.ToArray());
    }

    private static float[][] Rows(LanguageModel model, ReadOnlyMemory<int> tokens)
    {
        using Sequence sequence = Sequence.Create();
        float[][] rows = new float[TokensAFile][];
        rows[0] = model.Prefill(sequence, tokens[..Lead]).ToArray();
        for (int i = 1; i < TokensAFile; i++)
        {
            rows[i] = model.Decode(sequence, tokens.Span[Lead + i - 1]).ToArray();
        }

        return rows;
    }

    private static double Bits(TokenCachePrior prior, ReadOnlySpan<int> context, float[] row, int came)
    {
        float[] logits = [.. row];
        prior.Apply(context, context.Length, logits);
        double largest = logits.Max();
        return (largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest))) - logits[came]) / Math.Log(2);
    }
}
