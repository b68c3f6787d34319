using Fathom.Inference.Sampling;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Generation;

/// <summary>
/// Continues prompts, one at a time: keeps the sequences of the last prompts, reads only what is new of the next one, and decodes with
/// token healing and stop strings. Not safe for use from several threads.
/// </summary>
/// <param name="model">The model; stays the caller's to dispose of.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="cachedPrompts">Prompts whose attention state is kept; at least 1.</param>
public sealed class TextGenerator(LanguageModel model, Tokenizer tokenizer, int cachedPrompts = 3) : IDisposable
{
    private readonly PrefixCache _cache = new(cachedPrompts);
    private readonly DraftedDecoder _decoder = new(model);
    private readonly float[] _weighed = new float[model.Configuration.VocabularySize];
    private readonly HashSet<int> _controls = [.. tokenizer.AddedTokens.Select(token => token.Id), .. model.Configuration.EndIds];

    /// <summary>Drafted tokens that were checked so far, and those of them that turned out right.</summary>
    public (long Drafted, long Right) Drafts => (_decoder.Drafted, _decoder.Right);

    /// <summary>Reads <paramref name="prompt"/> so that <see cref="Generate"/> can begin at once.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was read so far is kept.</exception>
    public void Prefill(Prompt prompt, CancellationToken cancellationToken = default) => Read(prompt, cancellationToken, out _);

    /// <summary>
    /// Continues a prompt, a token at each step. The texts of all steps, concatenated, begin exactly after the prompt's text. A step that only
    /// spells the end of the prompt again is not given. To stop early, stop enumerating.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; looked at before every token, and during the reading of the prompt.</exception>
    public IEnumerable<GeneratedToken> Generate(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaximumTokens, 1);
        return Steps(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private IEnumerable<GeneratedToken> Steps(GenerationRequest request, CancellationToken cancellationToken)
    {
        Sampler sampler = new(request.Sampling);
        TokenHealing healing = new(tokenizer, Bytes(request.Prompt.OpenTokens.Span));
        TokenDecoder decoder = new();
        StopStringFilter stop = new(request.StopStrings);
        ReadOnlySpan<float> logits = Read(request.Prompt, cancellationToken, out CachedSequence sequence);
        _decoder.Begin(sequence);
        SampledToken token = Choose(sampler, healing, Weigh(request, logits));
        float healed = 0;
        for (int given = 0; ;)
        {
            if (_controls.Contains(token.Id))
            {
                yield return new GeneratedToken(stop.Flush(), token.LogProbability, GenerationEnd.Model, token.Entropy);
                yield break;
            }

            bool spellsPrompt = !healing.IsDone;
            ReadOnlySpan<byte> bytes = healing.Accept(token.Id);
            healed += token.LogProbability;
            if (!spellsPrompt || !bytes.IsEmpty)
            {
                string text = stop.Append(decoder.Append(bytes));
                given++;
                GenerationEnd end = stop.HasStopped ? GenerationEnd.StopString
                    : given == request.MaximumTokens || _decoder.Tokens.Length == model.Configuration.MaxPositions ? GenerationEnd.Limit
                    : GenerationEnd.None;
                yield return new GeneratedToken(end == GenerationEnd.Limit ? text + stop.Flush() : text, healed, end, token.Entropy);
                if (end != GenerationEnd.None)
                {
                    yield break;
                }

                healed = 0;
            }

            foreach (INextTokenPrior prior in request.Priors)
            {
                prior.Prepare(_decoder.Tokens, request.Prompt.Settled, token.Id);
            }

            logits = _decoder.Append(token.Id, healing.IsDone ? request.Drafts : null, cancellationToken);
            token = Choose(sampler, healing, Weigh(request, logits));
        }
    }

    private ReadOnlySpan<float> Weigh(GenerationRequest request, ReadOnlySpan<float> logits)
    {
        if (request.Priors.IsEmpty)
        {
            return logits;
        }

        logits.CopyTo(_weighed);
        foreach (INextTokenPrior prior in request.Priors)
        {
            prior.Apply(_decoder.Tokens, request.Prompt.Settled, _weighed);
        }

        return _weighed;
    }

    private ReadOnlySpan<float> Read(Prompt prompt, CancellationToken cancellationToken, out CachedSequence sequence)
    {
        ReadOnlyMemory<int> tokens = prompt.SettledTokens;
        sequence = _cache.Take(tokens.Span);
        return sequence.Append(model, tokens[sequence.Sequence.Length..], cancellationToken);
    }

    private static SampledToken Choose(Sampler sampler, TokenHealing healing, ReadOnlySpan<float> logits) => healing.IsDone
        ? sampler.Sample(logits)
        : sampler.Sample(logits, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(healing.Allowed()));

    private byte[] Bytes(ReadOnlySpan<int> tokens)
    {
        List<byte> bytes = [];
        foreach (int token in tokens)
        {
            bytes.AddRange(tokenizer.TokenBytes(token));
        }

        return [.. bytes];
    }
}
