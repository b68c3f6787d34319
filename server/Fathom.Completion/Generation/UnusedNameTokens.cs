using System.Collections.Immutable;
using Fathom.Completion.Cursor;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises, where the first line of an answer comes to a name, the first of those that are declared above and used nowhere: arguments stand mostly in the order of their declarations.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="names">The names.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class UnusedNameTokens(string prefix, string open, ImmutableArray<string> names, Tokenizer tokenizer) : FirstLineTokens(prefix, open, tokenizer)
{
    // How much likelier than the model says, in log-odds; chosen on the validation projects.
    private const float LogOdds = 2.5f;

    /// <inheritdoc/>
    internal override IEnumerable<string> RestsOf(string line, out float logOdds)
    {
        logOdds = LogOdds;
        string begun = line[^WholeWords.LengthAtEnd(line)..];
        ReadOnlySpan<char> before = line.AsSpan(0, line.Length - begun.Length);
        if (before.IsWhiteSpace() || before[^1] == '.' || FirstMissing(before, begun) is not { } name)
        {
            return [];
        }

        return begun.Length > 0 || before[^1] is ' ' or '(' ? [name[begun.Length..]] : [name, " " + name];
    }

    private string? FirstMissing(ReadOnlySpan<char> line, string begun)
    {
        foreach (string name in names)
        {
            if (name.Length > begun.Length && name.StartsWith(begun, StringComparison.Ordinal) && !FileType.Holds(line, name))
            {
                return name;
            }
        }

        return null;
    }
}
