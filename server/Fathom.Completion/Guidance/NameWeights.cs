using Fathom.Repository.CSharp;

namespace Fathom.Completion.Guidance;

/// <summary>Weighs the tokens that may begin, continue or end a name by the names that are valid: a walk through their trie, a token at a time.</summary>
/// <param name="vocabulary">The tokens.</param>
/// <param name="options">How strongly names weigh.</param>
internal sealed class NameWeights(NameVocabulary vocabulary, GuidanceOptions options)
{
    // A name that is used nowhere yet is about as likely as one that is used every tenth time that another is used once.
    private const float UnusedName = 0.1f;

    // As good as never, but no token is ever out of reach: what a user has begun to write may be no valid name.
    private const float Never = 40;

    private readonly Dictionary<int, float> _allowed = [];

    /// <summary>Changes logits so that the name begun with <paramref name="partial"/> becomes one of the valid ones.</summary>
    /// <param name="names">The names that are valid there.</param>
    /// <param name="partial">What is written of the name.</param>
    /// <param name="spaced">True when the token that begins the name also writes the space before it; only without a partial name.</param>
    /// <param name="logits">Logits [V], changed in place. Tokens that neither continue nor end a name stay as they are.</param>
    public void Apply(ValidNames names, string partial, bool spaced, Span<float> logits)
    {
        bool isWhole = Collect(names, partial, spaced);
        if (names.Certainty == NameCertainty.Unknown || (_allowed.Count == 0 && !isWhole))
        {
            // What is written so far is no name known here: there is nothing to go on with.
            return;
        }

        float penalty = names.Certainty == NameCertainty.Certain ? Never : options.Penalty;
        for (int id = 0; id < logits.Length; id++)
        {
            bool isPart = IsPartOfName(id, partial, spaced);
            bool isWrong = isPart ? !_allowed.ContainsKey(id) : partial.Length > 0 && !isWhole && names.Certainty == NameCertainty.Certain;
            if (isWrong)
            {
                logits[id] -= penalty;
            }
        }

        if (names.Certainty == NameCertainty.Certain && _allowed.Count > 0)
        {
            Mix(logits);
        }
    }

    /// <summary>Finds the tokens through which a valid name goes, each with how often such names are used. True when the partial name is valid itself.</summary>
    private bool Collect(ValidNames names, string partial, bool spaced)
    {
        _allowed.Clear();
        bool isWhole = false;
        foreach ((string name, int uses) in names.Names)
        {
            if (!name.StartsWith(partial, StringComparison.Ordinal))
            {
                continue;
            }

            ReadOnlySpan<char> rest = name.AsSpan(partial.Length);
            isWhole |= rest.IsEmpty;
            for (int length = 1; length <= Math.Min(rest.Length, vocabulary.LongestName); length++)
            {
                Allow(vocabulary.Find(rest[..length], spaced), uses);
            }

            foreach (int id in vocabulary.Ending(rest.ToString(), spaced))
            {
                Allow(id, uses);
            }
        }

        return isWhole;
    }

    private void Allow(int id, int uses)
    {
        if (id >= 0)
        {
            _allowed[id] = _allowed.GetValueOrDefault(id) + uses + UnusedName;
        }
    }

    private bool IsPartOfName(int id, string partial, bool spaced)
    {
        if (vocabulary.TextOf(id) is not { } text)
        {
            return false;
        }

        if (partial.Length > 0)
        {
            return NameVocabulary.IsPart(text[0]);
        }

        return spaced ? text.Length > 1 && text[0] == ' ' && NameVocabulary.IsStart(text[1]) : NameVocabulary.IsStart(text[0]);
    }

    /// <summary>p ← (1 − λ) p + λ q among the allowed tokens, q in proportion to use; what they have together stays.</summary>
    private void Mix(Span<float> logits)
    {
        float largest = float.NegativeInfinity;
        float uses = 0;
        foreach ((int id, float weight) in _allowed)
        {
            largest = Math.Max(largest, logits[id]);
            uses += weight;
        }

        float sum = 0;
        foreach (int id in _allowed.Keys)
        {
            sum += MathF.Exp(logits[id] - largest);
        }

        foreach ((int id, float weight) in _allowed)
        {
            float p = MathF.Exp(logits[id] - largest) / sum;
            logits[id] = MathF.Log(((1 - options.UseWeight) * p) + (options.UseWeight * weight / uses)) + largest + MathF.Log(sum);
        }
    }
}
