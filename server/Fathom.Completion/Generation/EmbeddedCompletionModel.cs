using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Fathom.Completion.Cursor;
using Fathom.Completion.Guidance;
using Fathom.Completion.Ranking;
using Fathom.Inference;
using Fathom.Inference.Generation;
using Fathom.Inference.Sampling;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// The model that runs in this process. Computes on a thread of the pool, never on the caller's; one generation at a time, in the order of
/// the calls: to let a newer request win, cancel the older one.
/// </summary>
public sealed class EmbeddedCompletionModel : ICompletionModel, IDisposable
{
    // A reader that judges slower than the model writes may end the text at any token: what is written ahead of it is mostly for nothing.
    private const int MostAhead = 16;

    private readonly LanguageModel _model;
    private readonly Tokenizer _tokenizer;
    private readonly TextGenerator _generator;
    private readonly Lazy<NameVocabulary> _names;
    private readonly Lazy<LineVocabulary> _lines;
    private readonly EmbeddedPromptBuilder _prompts;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="model">The model; disposed of with this object.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="name">What people call the model; its folder and weight format by default.</param>
    /// <param name="options">How much of a document the model reads.</param>
    /// <param name="cache">How far what stands in the repository and the document is believed beside the model; null for as far as beside any.</param>
    /// <exception cref="InvalidDataException">The tokenizer lacks the control tokens of the prompt or does not fit the model, or the model has no room for a prompt.</exception>
    public EmbeddedCompletionModel(LanguageModel model, Tokenizer tokenizer, string? name = null, EmbeddedPromptOptions? options = null, CacheWeights? cache = null)
    {
        if (tokenizer.VocabularySize > model.Configuration.VocabularySize)
        {
            throw new InvalidDataException(
                $"The tokenizer in {model.Folder} has {tokenizer.VocabularySize} tokens, but the model knows {model.Configuration.VocabularySize}; they are of different models.");
        }

        if (model.Configuration.MaxPositions < EmbeddedPromptBuilder.LeastPositions)
        {
            throw new InvalidDataException(
                $"The model in {model.Folder} knows {model.Configuration.MaxPositions} positions; for completion it has to know {EmbeddedPromptBuilder.LeastPositions} or more.");
        }

        _model = model;
        _tokenizer = tokenizer;
        _names = new Lazy<NameVocabulary>(() => new NameVocabulary(tokenizer));
        _lines = new Lazy<LineVocabulary>(() => new LineVocabulary(tokenizer));
        _generator = new TextGenerator(model, tokenizer);
        _prompts = new EmbeddedPromptBuilder(tokenizer, options ?? new EmbeddedPromptOptions(), model.Configuration.MaxPositions);
        Cache = new RepositoryCache(tokenizer, model.Configuration.EndIds, cache ?? CacheWeights.Default);
        Name = name ?? $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Folder))} {model.Weights}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The tokens of a text. Safe to call while the model generates.</summary>
    public int CountTokens(string text)
    {
        List<int> ids = [];
        _tokenizer.Encode(text, ids);
        return ids.Count;
    }

    /// <summary>Tokens of other files that the model has room for in a prompt, whether they are asked for or not.</summary>
    public int RoomForContext => _prompts.RoomForContext;

    /// <summary>What stands in the repository and in the document, which has a say in every token.</summary>
    public RepositoryCache Cache { get; }

    /// <inheritdoc/>
    public ShowFilter? ShowFilter { get; init; }

    /// <inheritdoc/>
    public bool TakesSecondChoices => true;

    /// <inheritdoc/>
    public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<GeneratedPiece> pieces = Channel.CreateBounded<GeneratedPiece>(new BoundedChannelOptions(MostAhead) { SingleReader = true, SingleWriter = true });
        Task generation = Task.Run(() => GenerateAsync(prompt, options, pieces.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (GeneratedPiece piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return piece;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await generation.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken)
    {
        if (Cache.IsEnabled)
        {
            await Task.Run(() => Cache.Prepare(prompt.Key), cancellationToken).ConfigureAwait(false);
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(() => _generator.Prefill(_prompts.Build(prompt), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has the model go through a text as if it wrote it, and gives what the cache knew of its tokens. Call it when no generation runs.</summary>
    /// <param name="prompt">The place of the text.</param>
    /// <param name="text">The text; its first <see cref="TokenCachePrior.MostObserved"/> tokens count.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    internal IReadOnlyList<CacheObservation> Observe(CompletionPrompt prompt, string text, CancellationToken cancellationToken)
    {
        TokenCachePrior cache = Cache.PriorOf(prompt, isLikeliest: true);
        Prompt built = _prompts.Build(prompt);
        string open = _tokenizer.Decode(built.OpenTokens.Span);
        List<int> came = [];
        _tokenizer.Encode(open + text, came);
        int[] tokens = [.. came.Take(TokenCachePrior.MostObserved)];
        if (tokens.Length == 0)
        {
            return [];
        }

        var forced = new ForcedTokens(tokens);
        foreach (GeneratedToken _ in _generator.Generate(new GenerationRequest { Prompt = built, MaximumTokens = tokens.Length, Priors = [cache, forced] }, cancellationToken))
        {
            if (forced.IsDone)
            {
                break;
            }
        }

        // What only spells the open end of the prompt again is no choice.
        int skipped = Enumerable.Range(0, tokens.Length).TakeWhile(i => _tokenizer.Decode(tokens.AsSpan(0, i + 1)).Length <= open.Length).Count();
        return cache.Observations(built.SettledTokens.Span, tokens, skipped);
    }

    /// <summary>Frees the model. Call it when no generation runs.</summary>
    public void Dispose()
    {
        _generator.Dispose();
        _model.Dispose();
        _turn.Dispose();
    }

    // Every outcome, errors included, goes to the reader through the channel.
    private async Task GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, ChannelWriter<GeneratedPiece> pieces, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                Generate(prompt, options, pieces, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }

            pieces.Complete();
        }
        catch (Exception exception)
        {
            pieces.Complete(exception);
        }
    }

    // What was written before has its say first, then custom, which the cache's absence switches off too, then the compiler, which knows what cannot be; what is asked for comes last.
    private IEnumerable<INextTokenPrior> PriorsOf(CompletionPrompt prompt, Prompt built, GenerationOptions options, TokenCachePrior? cache)
    {
        string open = _tokenizer.Decode(built.OpenTokens.Span);
        if (cache is not null)
        {
            yield return cache;

            if (CustomaryLine.Find(prompt, isAlone: Cache.Tokens == 0 && prompt.Context.Count == 0) is { } custom)
            {
                yield return new CustomaryTokens(prompt.Prefix, open, custom, _tokenizer);
            }

            if (!prompt.UndeclaredNames.IsEmpty)
            {
                yield return new DeclarationTokens(prompt.Prefix, open, prompt.UndeclaredNames, _tokenizer);
            }

            if (!prompt.UnusedNames.IsEmpty)
            {
                yield return new UnusedNameTokens(prompt.Prefix, open, prompt.UnusedNames, _tokenizer);
            }

            if (prompt.LineBelow is LineBelow.Body or LineBelow.Continuation)
            {
                yield return new UnfinishedLine(prompt.Prefix, open, isHead: prompt.LineBelow == LineBelow.Body, _lines.Value, _tokenizer);
            }

            if (!prompt.FirstWords.IsEmpty)
            {
                yield return new FirstWord(open, prompt.FirstWords, _tokenizer);
            }
        }

        if (options.Names is { } names && GuideOf(prompt, open, names) is { } guide)
        {
            yield return guide;
        }

        if (options.Avoided is { } avoided)
        {
            yield return new SecondChoice(open + avoided, _tokenizer);
        }
    }

    private NameGuide? GuideOf(CompletionPrompt prompt, string open, INameSource names) =>
        !prompt.Prefix.EndsWith(open, StringComparison.Ordinal) ? null : new NameGuide(_tokenizer, _names.Value, prompt.Prefix[..^open.Length], open, names, new GuidanceOptions());

    private void Generate(CompletionPrompt prompt, GenerationOptions options, ChannelWriter<GeneratedPiece> pieces, CancellationToken cancellationToken)
    {
        TokenCachePrior? cache = Cache.IsEnabled ? Cache.PriorOf(prompt, isLikeliest: options.Temperature == 0 && options.Avoided is null) : null;
        Prompt built = _prompts.Build(prompt);
        GenerationRequest request = new()
        {
            Prompt = built,
            MaximumTokens = options.MaximumTokens,
            Sampling = new SamplingOptions { Temperature = options.Temperature, TopP = options.TopP, Seed = options.Seed },
            Priors = [.. PriorsOf(prompt, built, options, cache)],
            Drafts = cache,
        };
        foreach (GeneratedToken token in _generator.Generate(request, cancellationToken))
        {
            var piece = new GeneratedPiece(token.Text, Tokens: 1, token.LogProbability, IsEnd: token.End == GenerationEnd.Model, token.Entropy);
            if (!pieces.TryWrite(piece))
            {
                pieces.WriteAsync(piece, cancellationToken).AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
