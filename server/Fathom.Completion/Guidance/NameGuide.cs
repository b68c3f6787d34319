using System.Numerics.Tensors;
using System.Text;
using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;
using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Guidance;

/// <summary>Guides one generation where a name is about to be written. Each place is asked about once.</summary>
/// <remarks>
/// A place begins behind what is written, or behind a space that the next token writes as well. Behind a dot a name has to come, so the question is put
/// as soon as the dot is chosen, while the model still reads it; elsewhere only if the model is about to begin a name.
/// </remarks>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="vocabulary">Its tokens by the names that they write.</param>
/// <param name="before">The text before that which the model writes.</param>
/// <param name="open">The text before the cursor that the model writes anew.</param>
/// <param name="names">Who knows the names.</param>
/// <param name="options">How strongly they weigh.</param>
internal sealed class NameGuide(Tokenizer tokenizer, NameVocabulary vocabulary, string before, string open, INameSource names, GuidanceOptions options) : INextTokenPrior
{
    private readonly NameWeights _weights = new(vocabulary, options);
    private readonly List<byte> _bytes = [];
    private int _read;
    private string _written = "";
    private string? _place;
    private Task<ValidNames>? _answer;

    /// <inheritdoc/>
    public void Prepare(ReadOnlySpan<int> tokens, int settled, int chosen)
    {
        Read(tokens[settled..]);
        string next = _written + vocabulary.TextOf(chosen);
        if (next.EndsWith('.'))
        {
            Ask(next);
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> tokens, int settled, Span<float> logits)
    {
        Read(tokens[settled..]);
        int start = _written.Length;
        while (start > 0 && NameVocabulary.IsPart(_written[start - 1]))
        {
            start--;
        }

        string partial = _written[start..];
        bool isCut = start == 0 && before.Length > 0 && NameVocabulary.IsPart(before[^1]);
        if (partial.Length > 0 && (isCut || !NameVocabulary.IsStart(partial[0])))
        {
            // A number, or a word that began before the text that is known here.
            return;
        }

        string best = vocabulary.TextOf(TensorPrimitives.IndexOfMax<float>(logits)) ?? "";
        if (best.Length > 1 && best[0] == ' ' && NameVocabulary.IsStart(best[1]))
        {
            Weigh(_written + " ", "", best[1..], spaced: true, logits);
        }
        else if (partial.Length > 0 ? _place == _written[..start] || NameVocabulary.IsPart(best.FirstOrDefault()) : IsBehindDot() || NameVocabulary.IsStart(best.FirstOrDefault()))
        {
            Weigh(_written[..start], partial, partial + best, spaced: false, logits);
        }
    }

    private void Weigh(string place, string partial, string name, bool spaced, Span<float> logits)
    {
        bool isMember = (place.Length > 0 ? place : before).EndsWith('.');
        if (place != _place)
        {
            if (!isMember && IsKeyword(name))
            {
                return;
            }

            Ask(place);
        }

        // The source of the names keeps the time.
        ValidNames valid = _answer!.GetAwaiter().GetResult();
        _weights.Apply(valid, partial, spaced, logits);
    }

    private void Ask(string place)
    {
        if (place != _place)
        {
            _place = place;
            _answer = names.FindAsync(open.Length, place);
        }
    }

    private void Read(ReadOnlySpan<int> written)
    {
        if (_read == written.Length)
        {
            return;
        }

        for (; _read < written.Length; _read++)
        {
            _bytes.AddRange(tokenizer.TokenBytes(written[_read]));
        }

        _written = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes));
    }

    private bool IsBehindDot() => (_written.Length > 0 ? _written : before).EndsWith('.');

    private static bool IsKeyword(string text) =>
        SyntaxFacts.GetKeywordKind(text) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(text) != SyntaxKind.None;
}
