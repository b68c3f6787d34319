using System.Runtime.InteropServices;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// What stands in a repository and in the document, in the tokens of one model: it raises what followed the same words elsewhere. Texts may be put
/// and removed from any thread at any time; the next generation sees them.
/// </summary>
public sealed class RepositoryCache
{
    // On each side of the cursor; what is farther away in one file says little.
    private const int MostCharacters = 200_000;

    private const int MostNeighbourhoods = 4;

    // So many tokens before a place are taken to mean that it is the same one.
    private const int LeastAgreement = 24;

    private readonly Tokenizer _tokenizer;
    private readonly int[] _controls;
    private readonly CacheWeights _weights;
    private readonly RepositoryTokens _texts = new();
    private readonly Lock _updating = new();
    private readonly Lazy<BulkTokenizer> _updates;
    private readonly Lazy<BulkTokenizer> _document;
    private readonly LearnedOdds _learned = new();
    private readonly Neighbourhoods _neighbours = new(MostNeighbourhoods);
    private volatile Asked? _last;
    private volatile Prepared? _prepared;

    // While a person types what stands behind the cursor stays as it is.
    private Encoded? _suffix;

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="endIds">The tokens that end the model's answers.</param>
    /// <param name="weights">How far what stands where is believed.</param>
    internal RepositoryCache(Tokenizer tokenizer, IEnumerable<int> endIds, CacheWeights weights)
    {
        _tokenizer = tokenizer;
        _weights = weights;
        _controls = [.. tokenizer.AddedTokens.Select(token => token.Id).Union(endIds)];
        _updates = new Lazy<BulkTokenizer>(() => new BulkTokenizer(tokenizer));
        _document = new Lazy<BulkTokenizer>(() => new BulkTokenizer(tokenizer));
    }

    /// <summary>False leaves the choice of tokens to the model alone. True by default.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// True, the default: a generation sorts what was not prepared before it begins, so that answers depend on the texts alone. False: it does not wait, and
    /// does without the texts near its document until they are prepared.
    /// </summary>
    public bool IsPatient { get; set; } = true;

    /// <summary>
    /// True to learn, from the tokens that came where a generation began, how far what stands where is to be believed here. False, the default, leaves it as it
    /// was fitted, so that answers do not depend on earlier ones.
    /// </summary>
    public bool Learns { get; set; }

    /// <summary>How far what stands where is believed, before anything is learned.</summary>
    internal CacheWeights Weights => _weights;

    /// <summary>What was learned.</summary>
    internal LearnedOdds Learned => _learned;

    /// <summary>Tokens of all texts that were put.</summary>
    public long Tokens => _texts.Snapshot.Tokens;

    /// <summary>Puts many texts at once, or replaces those with the same paths; what is put singly or removed meanwhile stands. A million lines take a few seconds.</summary>
    /// <param name="texts">Paths as in <see cref="CompletionPrompt.Key"/>, and texts with line ends <c>\n</c>; read as the work goes on.</param>
    /// <param name="threads">Threads that work; at least 1.</param>
    /// <param name="cancellationToken">Ends the work; some of the texts are in then.</param>
    /// <returns>How many texts are in; those beyond 16,777,216 tokens are not.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public int PutAll(IEnumerable<(string Path, string Text)> texts, int threads, CancellationToken cancellationToken)
    {
        using var tokenizers = new ThreadLocal<BulkTokenizer>(() => new BulkTokenizer(_tokenizer));
        IEnumerable<TokenText> encoded = threads == 1 ? texts.Select(text => Encode(tokenizers.Value!, text.Path, text.Text)) : texts
            .AsParallel().AsOrdered().WithDegreeOfParallelism(threads).WithCancellation(cancellationToken)
            .Select(text => Encode(tokenizers.Value!, text.Path, text.Text));
        int count = _texts.Put(encoded, threads, cancellationToken);
        _neighbours.Update(_texts);
        LetGo();
        return count;
    }

    /// <summary>Puts one text, or replaces the one with the same path.</summary>
    /// <param name="path">The path, as in <see cref="CompletionPrompt.Key"/>.</param>
    /// <param name="text">The text, line ends <c>\n</c>.</param>
    public void Put(string path, string text)
    {
        lock (_updating)
        {
            _texts.Put(Encode(_updates.Value, path, text));
            _neighbours.Update(_texts);
        }
    }

    /// <summary>Removes texts; paths without one do nothing.</summary>
    public void Remove(params string[] paths)
    {
        _texts.Remove(paths);
        _neighbours.Update(_texts);
        LetGo();
    }

    /// <summary>Sorts what a generation in the document will need, where it is not sorted yet. To be called beside everything else.</summary>
    public void Prepare(string path) => _neighbours.Prepare(_texts, path);

    /// <summary>Learns from a text at whose end, but for what came since, the last generation began; returns when it has.</summary>
    /// <param name="path">Path of the document.</param>
    /// <param name="prefix">What stands in it up to the end of what came.</param>
    internal void Came(string path, string prefix)
    {
        if (!Learns)
        {
            return;
        }

        List<int> tokens = [];
        _document.Value.EncodeSettled(prefix.AsSpan(Math.Max(0, prefix.Length - MostCharacters)), tokens);
        Learning(path, CollectionsMarshal.AsSpan(tokens))?.Invoke();
    }

    /// <summary>What weighs the generation of a prompt, and drafts for it. One call at a time.</summary>
    /// <param name="prompt">The prompt; further texts for it are asked for with the same object.</param>
    /// <param name="isLikeliest">True for the likeliest text, the first that is asked for; false for a sampled one.</param>
    internal TokenCachePrior PriorOf(CompletionPrompt prompt, bool isLikeliest)
    {
        if (isLikeliest || _prepared is not { } prepared || !ReferenceEquals(prepared.Prompt, prompt))
        {
            prepared = Prepare(prompt);
            _prepared = prepared;
        }

        var prior = new TokenCachePrior(prepared.Document, _controls, _weights, prepared.Odds);
        if (isLikeliest)
        {
            // What came is compared with this text alone: sampled ones leave its way early and would teach less.
            _last = Learns ? new Asked(prompt.Key, prepared.Length, prepared.Before, prior) : null;
        }

        return prior;
    }

    // Encodes and sorts the document, and has what came where the last generation began learned from.
    private Prepared Prepare(CompletionPrompt prompt)
    {
        CacheSnapshot repository = _texts.Snapshot;
        CacheSnapshot? neighbours = IsPatient ? _neighbours.Prepare(_texts, prompt.Key) : _neighbours.Find(prompt.Key);
        if (neighbours is null)
        {
            _ = Task.Run(() => Prepare(prompt.Key));
        }

        List<int> prefix = [];
        _document.Value.EncodeSettled(prompt.Prefix.AsSpan(Math.Max(0, prompt.Prefix.Length - MostCharacters)), prefix);
        if (_suffix is not { } suffix || suffix.Text != prompt.Suffix)
        {
            List<int> ids = [];
            _document.Value.Encode(prompt.Suffix.AsSpan(0, Math.Min(MostCharacters, prompt.Suffix.Length)), ids);
            _suffix = suffix = new Encoded(prompt.Suffix, ids);
        }

        List<int> said = [];
        _document.Value.Encode(PathText.Of(prompt.Path, prompt.Prefix, prompt.Suffix), said);
        DocumentTokens document = DocumentTokens.Of(
            prompt.Key,
            CollectionsMarshal.AsSpan(prefix),
            CollectionsMarshal.AsSpan(suffix.Ids),
            repository,
            neighbours,
            CollectionsMarshal.AsSpan(said));

        // All texts for a prompt are weighed alike, whenever what is learned now is known.
        ReadOnlyMemory<float> odds = _learned.Now;
        if (Learning(prompt.Key, CollectionsMarshal.AsSpan(prefix)) is { } learning)
        {
            _ = Task.Run(learning);
        }

        return new Prepared(prompt, document, odds, prefix.Count, [.. prefix.TakeLast(LeastAgreement)]);
    }

    // What was prepared last holds all texts of then, and the next generation may never come.
    private void LetGo() => (_prepared, _last) = (null, null);

    // What there is to learn where the prefix goes on from where the last generation began; each generation teaches once.
    private Action? Learning(string path, ReadOnlySpan<int> prefix)
    {
        if (_last is not { } last || last.Path != path || prefix.Length <= last.Length || !prefix[..last.Length].EndsWith(last.Before))
        {
            return null;
        }

        _last = null;
        int[] came = prefix[last.Length..].ToArray();
        return () => last.Prior.Learn(last.Before, came, _learned);
    }

    private static TokenText Encode(BulkTokenizer tokenizer, string path, string text)
    {
        List<int> ids = new(text.Length / 3);
        tokenizer.Encode(text, ids);
        return new TokenText(path, ids.ToArray());
    }

    private sealed record Prepared(CompletionPrompt Prompt, DocumentTokens Document, ReadOnlyMemory<float> Odds, int Length, int[] Before);

    private sealed record Encoded(string Text, List<int> Ids);

    private sealed record Asked(string Path, int Length, int[] Before, TokenCachePrior Prior);
}
