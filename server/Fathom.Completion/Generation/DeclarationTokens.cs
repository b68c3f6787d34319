using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises, where the first line of an answer declares something, the names that are used below and declared nowhere.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="names">The names.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed partial class DeclarationTokens(string prefix, string open, ImmutableArray<string> names, Tokenizer tokenizer) : FirstLineTokens(prefix, open, tokenizer)
{
    // How much likelier than the model says, in log-odds; chosen on the validation projects.
    private const float LogOdds = 6;

    /// <inheritdoc/>
    internal override IEnumerable<string> RestsOf(string line, out float logOdds)
    {
        logOdds = LogOdds;
        string begun = line[^WholeWords.LengthAtEnd(line)..];
        int start = line.Length - begun.Length;
        string[] missing = [.. names.Where(name => !FileType.Holds(line.AsSpan(0, start), name))];
        string[] goingOn = begun.Length == 0 ? [] : [.. missing.Where(name => name.Length > begun.Length && name.StartsWith(begun, StringComparison.Ordinal))];
        if (goingOn.Length > 0 && EndsWithType(line.AsSpan(0, start)))
        {
            return goingOn.Select(name => name[begun.Length..]);
        }

        return EndsWithType(line) ? missing
            : EndsWithType(line + " ") ? missing.Select(name => " " + name)
            : [];
    }

    private static bool EndsWithType(ReadOnlySpan<char> line) => TypeAtEnd.IsMatch(line);

    // A type and a space: a predefined one, or a name with a capital that no keyword before it makes something else.
    [GeneratedRegex(@"(?<![\w.])(?<!\b(new|class|struct|interface|enum|record|namespace|using|return|throw|goto|static|event|delegate|async) )((var|dynamic|bool|byte|char|decimal|double|float|int|long|nint|nuint|object|sbyte|short|string|uint|ulong|ushort)|([A-Z]\w*\.)*[A-Z]\w*(<[\w\s,.<>?\[\]]*>)?)(\[[,\s]*\]|\?)* $")]
    private static partial Regex TypeAtEnd { get; }
}
