using System.Diagnostics;
using System.Globalization;
using Fathom.Completion.Generation;
using Fathom.Inference;
using Fathom.Inference.Generation;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;
using Fathom.Repository.Files;

namespace Fathom.Benchmarks.Repositories;

/// <summary>The cache of a folder in a model's tokens beside its targets: the build, the memory, a token, an edited file, and decoding with and without drafts.</summary>
internal static class CacheTargets
{
    private const int Places = 60;
    private const int PromptTokens = 600;
    private const int DecodedTokens = 48;

    /// <summary>Measures and prints a table in Markdown.</summary>
    public static int Run(string model, string folder)
    {
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(model, "tokenizer.json"));
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        RepositoryText[] texts = [.. files.ReadAll(CancellationToken.None)];
        var repository = new RepositoryTokens();
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        repository.Put(Encoded(tokenizer, texts), threads: 2);
        TimeSpan build = Stopwatch.GetElapsedTime(start);
        memory = GC.GetTotalMemory(forceFullCollection: true) - memory;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{texts.Sum(text => (long)text.Text.Count('\n')):N0} lines in {texts.Length:N0} files, {repository.Snapshot.Tokens:N0} tokens"));
        Console.WriteLine();
        Console.WriteLine("| what | measured | target for 1,000,000 lines |");
        Console.WriteLine("| --- | ---: | ---: |");
        Row("build, two threads", build.TotalSeconds, "s", "5 s");
        Row("memory", memory / 1e6, "MB", "150 MB");

        (DocumentTokens Document, int[] Prompt)[] places = [.. PlacesOf(tokenizer, repository, texts)];
        using LanguageModel language = LanguageModel.Load(model);
        MeasureTokens(places, language.Configuration.VocabularySize);
        RepositoryText edited = texts[texts.Length / 2];
        double[] edits = Times(30, i => repository.Put(Encoded(tokenizer, [edited with { Text = $"{edited.Text}// {i}\n" }])));
        Row($"edited file of {edited.Text.Count('\n')} lines, median", edits[edits.Length / 2] / 1e3, "ms", "20 ms");
        MeasureDrafts(places, language, tokenizer);
        MeasureRequests(tokenizer, texts);
        return 0;
    }

    // What a key waits for before the model begins, a moment after its own document has gone into the cache: documents of ordinary and of large size.
    private static void MeasureRequests(Tokenizer tokenizer, RepositoryText[] texts)
    {
        var cache = new RepositoryCache(tokenizer, [], CacheWeights.Default) { IsPatient = false };
        cache.PutAll(texts.Select(text => (text.Path, text.Text)), threads: 2, CancellationToken.None);
        RepositoryText[] documents = [.. texts.Where(text => text.Path.EndsWith(".cs", StringComparison.Ordinal)).OrderBy(text => text.Text.Length)];
        foreach (int percent in (int[])[50, 90, 99])
        {
            RepositoryText document = documents[documents.Length * percent / 100];
            int middle = document.Text.Length / 2;
            cache.Prepare(document.Path);
            double[] times = Times(30, i =>
            {
                var prompt = new CompletionPrompt(document.Path, document.Text[..middle] + new string('x', i), document.Text[middle..], []);
                cache.PriorOf(prompt, isLikeliest: true);
            }, before: i => cache.Put(document.Path, $"{document.Text}// {i}\n"));
            Row($"before the model begins, document of {document.Text.Count('\n')} lines, median", times[times.Length / 2] / 1e3, "ms", "–");
            Row("95th percentile", times[times.Length * 95 / 100] / 1e3, "ms", "5 ms");
        }
    }

    private static ParallelQuery<TokenText> Encoded(Tokenizer tokenizer, RepositoryText[] texts)
    {
        var tokenizers = new ThreadLocal<BulkTokenizer>(() => new BulkTokenizer(tokenizer));
        return texts.AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(text =>
        {
            List<int> ids = [];
            tokenizers.Value!.Encode(text.Text, ids);
            return new TokenText(text.Path, ids.ToArray());
        });
    }

    // The middle of every so-many-th file, at a token.
    private static IEnumerable<(DocumentTokens Document, int[] Prompt)> PlacesOf(Tokenizer tokenizer, RepositoryTokens repository, RepositoryText[] texts)
    {
        RepositoryText[] candidates = [.. texts.Where(text => text.Path.EndsWith(".cs", StringComparison.Ordinal) && text.Text.Length > 4000)];
        foreach (RepositoryText text in candidates.Where((_, i) => i % Math.Max(1, candidates.Length / Places) == 0).Take(Places))
        {
            int[] tokens = [.. tokenizer.Encode(text.Text)];
            int middle = tokens.Length / 2;
            CacheSnapshot near = Neighbourhood.Of(repository.Snapshot, text.Path);
            yield return (
                DocumentTokens.Of(text.Path, tokens.AsSpan(0, middle), tokens.AsSpan(middle + 20), repository.Snapshot, near),
                tokens[Math.Max(0, middle - PromptTokens)..middle]);
        }
    }

    private static void MeasureTokens((DocumentTokens Document, int[] Prompt)[] places, int vocabulary)
    {
        float[] logits = new float[vocabulary];
        double[] times = [.. places.SelectMany(place =>
        {
            var prior = new TokenCachePrior(place.Document, [], CacheWeights.Default);
            return Times(40, i => prior.Apply(place.Prompt.AsSpan(0, place.Prompt.Length - i), 0, logits));
        }).Order()];
        Row("a token: looked up in all scopes and mixed, median", times[times.Length / 2], "µs", "1,000 µs");
        Row("a token, 95th percentile", times[times.Length * 95 / 100], "µs", "1,000 µs");
    }

    private static void MeasureDrafts((DocumentTokens Document, int[] Prompt)[] places, LanguageModel model, Tokenizer tokenizer)
    {
        using TextGenerator generator = new(model, tokenizer);
        double without = 0;
        double with = 0;
        foreach ((DocumentTokens document, int[] prompt) in places)
        {
            var prior = new TokenCachePrior(document, [.. tokenizer.AddedTokens.Select(token => token.Id)], CacheWeights.Default);
            var request = new GenerationRequest { Prompt = new Prompt(prompt), MaximumTokens = DecodedTokens, Priors = [prior] };
            without += BestOf(3, generator, request);
            with += BestOf(3, generator, request with { Drafts = prior });
        }

        Row("decoding with drafts, times as fast as without", without / with, "", "–");
        Row("drafted tokens that were right", 100.0 * generator.Drafts.Right / Math.Max(1, generator.Drafts.Drafted), "%", "–");
    }

    private static double BestOf(int rounds, TextGenerator generator, GenerationRequest request)
    {
        generator.Prefill(request.Prompt);
        return Times(rounds, _ => generator.Generate(request).Count())[0];
    }

    // Microseconds, ascending.
    private static double[] Times(int count, Action<int> run, Action<int>? before = null)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            before?.Invoke(i);
            long start = Stopwatch.GetTimestamp();
            run(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static void Row(string what, double value, string unit, string target) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {value:N1} {unit} | {target} |"));
}
