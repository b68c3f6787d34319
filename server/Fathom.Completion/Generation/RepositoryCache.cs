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

    private readonly Tokenizer _tokenizer;
    private readonly int[] _controls;
    private readonly RepositoryTokens _texts = new();
    private readonly Lock _updating = new();
    private readonly Lazy<BulkTokenizer> _updates;
    private readonly Lazy<BulkTokenizer> _document;
    private readonly Neighbourhoods _neighbours = new(MostNeighbourhoods);

    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="endIds">The tokens that end the model's answers.</param>
    internal RepositoryCache(Tokenizer tokenizer, IEnumerable<int> endIds)
    {
        _tokenizer = tokenizer;
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

    /// <summary>Tokens of all texts that were put.</summary>
    public long Tokens => _texts.Snapshot.Tokens;

    /// <summary>Puts many texts at once, or replaces those with the same paths. A million lines take a few seconds.</summary>
    /// <param name="texts">Paths as in <see cref="CompletionPrompt.Path"/>, and texts with line ends <c>\n</c>; read as the work goes on.</param>
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
        _neighbours.Update(_texts.Snapshot);
        return count;
    }

    /// <summary>Puts one text, or replaces the one with the same path.</summary>
    /// <param name="path">The path, as in <see cref="CompletionPrompt.Path"/>.</param>
    /// <param name="text">The text, line ends <c>\n</c>.</param>
    public void Put(string path, string text)
    {
        lock (_updating)
        {
            _texts.Put([Encode(_updates.Value, path, text)]);
            _neighbours.Update(_texts.Snapshot);
        }
    }

    /// <summary>Removes texts; paths without one do nothing.</summary>
    public void Remove(params string[] paths)
    {
        _texts.Remove(paths);
        _neighbours.Update(_texts.Snapshot);
    }

    /// <summary>Sorts what a generation in the document will need, where it is not sorted yet. To be called beside everything else.</summary>
    public void Prepare(string path) => _neighbours.Prepare(_texts.Snapshot, path);

    /// <summary>What weighs the generation of a prompt, and drafts for it. One call at a time.</summary>
    internal TokenCachePrior PriorOf(CompletionPrompt prompt)
    {
        CacheSnapshot repository = _texts.Snapshot;
        CacheSnapshot? neighbours = IsPatient ? _neighbours.Prepare(repository, prompt.Path) : _neighbours.Find(prompt.Path);
        if (neighbours is null)
        {
            _ = Task.Run(() => Prepare(prompt.Path));
        }

        List<int> prefix = [];
        _document.Value.EncodeSettled(prompt.Prefix.AsSpan(Math.Max(0, prompt.Prefix.Length - MostCharacters)), prefix);
        List<int> suffix = [];
        _document.Value.Encode(prompt.Suffix.AsSpan(0, Math.Min(MostCharacters, prompt.Suffix.Length)), suffix);
        DocumentTokens document = DocumentTokens.Of(
            prompt.Path,
            CollectionsMarshal.AsSpan(prefix),
            CollectionsMarshal.AsSpan(suffix),
            repository,
            neighbours);
        return new TokenCachePrior(document, _controls);
    }

    private static TokenText Encode(BulkTokenizer tokenizer, string path, string text)
    {
        List<int> ids = new(text.Length / 3);
        tokenizer.Encode(text, ids);
        return new TokenText(path, ids.ToArray());
    }
}
