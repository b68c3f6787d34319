using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fathom.Completion.Generation;
using Fathom.Inference.Sampling;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Evaluation.Baselines;

/// <summary>
/// An interpolated 5-gram model (Witten–Bell) over a tokenizer's tokens: what counting the same corpus comes to. It reads the text before the cursor only,
/// and has no context of other files.
/// </summary>
public sealed class NGramModel : ICompletionModel
{
    private const int PrefixTokens = 64;

    private readonly NGramCounts _counts;
    private readonly Tokenizer _tokenizer;
    private readonly PrefixWindow _window;
    private readonly int _begin;
    private readonly HashSet<int> _controls;

    private NGramModel(NGramCounts counts, Tokenizer tokenizer)
    {
        _counts = counts;
        _tokenizer = tokenizer;
        _window = new PrefixWindow(tokenizer, PrefixTokens);
        _begin = NGramCounts.Borders(tokenizer).Begin;
        _controls = [.. tokenizer.AddedTokens.Select(token => token.Id)];
    }

    /// <inheritdoc/>
    public string Name => $"{NGramCounts.Order}-gram";

    /// <summary>Counts a corpus file, one JSON object with <c>text</c> a line. Takes minutes and gigabytes for a large one.</summary>
    /// <exception cref="InvalidDataException">A line is not of that form, or the tokenizer lacks its control tokens.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The counting was cancelled.</exception>
    public static NGramModel Count(string file, Tokenizer tokenizer, CancellationToken cancellationToken) =>
        new(NGramCounts.Of(NGramCounts.ReadTexts(file), tokenizer, cancellationToken), tokenizer);

    /// <inheritdoc/>
    public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        List<int> tokens = [_begin];
        int settled = _window.Encode(prompt.Prefix, tokens);
        var healing = new TokenHealing(_tokenizer, tokens[settled..].SelectMany(token => _tokenizer.TokenBytes(token).ToArray()).ToArray());
        tokens.RemoveRange(settled, tokens.Count - settled);
        var sampler = new Sampler(new SamplingOptions { Temperature = options.Temperature, TopP = options.TopP, Seed = options.Seed });
        var decoder = new TokenDecoder();
        float[] logits = new float[_tokenizer.VocabularySize];
        float healed = 0;
        for (int given = 0; given < options.MaximumTokens;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _counts.Predict(CollectionsMarshal.AsSpan(tokens), logits);
            SampledToken token = healing.IsDone ? sampler.Sample(logits) : sampler.Sample(logits, CollectionsMarshal.AsSpan(healing.Allowed()));
            if (_controls.Contains(token.Id))
            {
                yield return new GeneratedPiece("", 1, token.LogProbability, IsEnd: true, token.Entropy);
                yield break;
            }

            bool spellsPrompt = !healing.IsDone;
            string text = decoder.Append(healing.Accept(token.Id));
            tokens.Add(token.Id);
            healed += token.LogProbability;
            if (!spellsPrompt || text.Length > 0)
            {
                given++;
                yield return new GeneratedPiece(text, 1, healed, IsEnd: false, token.Entropy);
                healed = 0;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
