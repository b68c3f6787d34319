using System.Text.Json;
using System.Text.RegularExpressions;

namespace Fathom.Inference.Tokenization;

/// <summary>Reads tokenizer.json as Hugging Face's tokenizers library writes it.</summary>
internal static class TokenizerReader
{
    // A table has a place for every id: one far beyond those of any vocabulary would cost memory and minutes for nothing.
    private const int LargestId = 1 << 24;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or describes a tokenizer of another kind; the message says which part.</exception>
    public static TokenizerDefinition Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no tokenizer at {path}; a model folder needs the tokenizer.json of its checkpoint.", path);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} is not a tokenizer.json that can be read: {exception.Message}", exception);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException($"{path} describes a tokenizer that Fathom does not run: {exception.Message}", exception);
        }
    }

    private static TokenizerDefinition Read(JsonElement root)
    {
        RequireAbsent(root, "normalizer", "a normalizer (only none, or an empty sequence, keeps text as it is)", IsEmptySequence);
        JsonElement model = root.GetProperty("model");
        if (Text(model, "type") is { } type && type != "BPE")
        {
            throw new NotSupportedException($"its model is {type}, and only byte-level BPE is known.");
        }

        foreach (string option in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix"])
        {
            RequireAbsent(model, option, $"{option}", value => value.ValueKind == JsonValueKind.String && value.GetString() == "");
        }

        foreach (string option in (string[])["ignore_merges", "byte_fallback"])
        {
            RequireAbsent(model, option, $"{option}", value => value.ValueKind == JsonValueKind.False);
        }

        List<AddedToken> added = [];
        if (root.TryGetProperty("added_tokens", out JsonElement addedTokens))
        {
            foreach (JsonElement token in addedTokens.EnumerateArray())
            {
                string content = token.GetProperty("content").GetString() is { Length: > 0 } text ? text : throw new FormatException("an added token has no content.");
                added.Add(new AddedToken(Id(content, token.GetProperty("id")), content));
            }
        }

        // Without the added tokens, and without merges that lead to one, no text can ever be encoded as a control token.
        HashSet<string> controls = [.. added.Select(token => token.Content)];
        List<KeyValuePair<string, int>> vocabulary = [];
        foreach (JsonProperty entry in model.GetProperty("vocab").EnumerateObject())
        {
            if (!controls.Contains(entry.Name))
            {
                vocabulary.Add(new(entry.Name, Id(entry.Name, entry.Value)));
            }
        }

        return new TokenizerDefinition(vocabulary, ReadMerges(model, controls), added, ReadSplits(root));
    }

    private static int Id(string token, JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int id) && id is >= 0 and <= LargestId
        ? id
        : throw new FormatException($"the id of the token \"{token}\" has to be a whole number from 0 to {LargestId}.");

    private static List<string> ReadMerges(JsonElement model, HashSet<string> controls)
    {
        List<string> merges = [];
        foreach (JsonElement merge in model.GetProperty("merges").EnumerateArray())
        {
            // "a b" in older files, ["a", "b"] in newer ones; the byte alphabet has no space, so the two say the same.
            string pair = merge.ValueKind switch
            {
                JsonValueKind.Array when merge.GetArrayLength() == 2 => $"{merge[0].GetString()} {merge[1].GetString()}",
                JsonValueKind.String => merge.GetString()!,
                _ => throw new FormatException("a merge is neither a text nor a list of two."),
            };
            int space = pair.IndexOf(' ');
            if (space <= 0 || space == pair.Length - 1)
            {
                throw new FormatException($"the merge \"{pair}\" is not a pair of tokens.");
            }

            if (!controls.Contains(pair.Remove(space, 1)))
            {
                merges.Add(pair);
            }
        }

        return merges;
    }

    private static List<SplitStep> ReadSplits(JsonElement root)
    {
        List<SplitStep> steps = [];
        bool isByteLevel = false;
        if (root.TryGetProperty("pre_tokenizer", out JsonElement preTokenizer) && preTokenizer.ValueKind == JsonValueKind.Object)
        {
            AddSplits(preTokenizer, steps, ref isByteLevel);
        }

        return isByteLevel ? steps : throw new NotSupportedException("its pre-tokenizer has no ByteLevel step.");
    }

    private static void AddSplits(JsonElement step, List<SplitStep> steps, ref bool isByteLevel)
    {
        switch (Text(step, "type"))
        {
            case "Sequence":
                foreach (JsonElement inner in step.GetProperty("pretokenizers").EnumerateArray())
                {
                    AddSplits(inner, steps, ref isByteLevel);
                }

                break;
            case "Split":
                steps.Add(ReadSplit(step));
                break;
            case "Digits":
                bool individual = step.TryGetProperty("individual_digits", out JsonElement one) && one.GetBoolean();
                steps.Add(new SplitStep(Compile(individual ? @"\p{N}" : @"\p{N}+"), SplitBehavior.Isolated, Invert: false));
                break;
            case "ByteLevel":
                isByteLevel = true;
                RequireAbsent(step, "add_prefix_space", "add_prefix_space", value => value.ValueKind == JsonValueKind.False);
                if (!step.TryGetProperty("use_regex", out JsonElement own) || own.GetBoolean())
                {
                    steps.Add(new SplitStep(Compile(SplitStep.ByteLevelPattern), SplitBehavior.Isolated, Invert: false));
                }

                break;
            case var type:
                throw new NotSupportedException($"its pre-tokenizer has a step {type}; known are Sequence, Split, Digits and ByteLevel.");
        }
    }

    private static SplitStep ReadSplit(JsonElement step)
    {
        JsonElement pattern = step.GetProperty("pattern");
        string expression = Text(pattern, "Regex") ?? Regex.Escape(pattern.GetProperty("String").GetString()!);
        string name = Text(step, "behavior") ?? "";
        if (!Enum.TryParse(name, out SplitBehavior behavior))
        {
            throw new NotSupportedException($"a Split step behaves as {name}, which would lose text or is unknown.");
        }

        bool invert = step.TryGetProperty("invert", out JsonElement value) && value.GetBoolean();
        return new SplitStep(Compile(expression), behavior, invert);
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, SplitStep.MatchLimit);
        }
        catch (ArgumentException exception)
        {
            throw new NotSupportedException($"its pattern {pattern} is not one that .NET can match ({exception.Message}).", exception);
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsEmptySequence(JsonElement value) =>
        Text(value, "type") == "Sequence" && value.GetProperty("normalizers").GetArrayLength() == 0;

    private static void RequireAbsent(JsonElement element, string name, string what, Func<JsonElement, bool> isHarmless)
    {
        if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null && !isHarmless(value))
        {
            throw new NotSupportedException($"it has {what}.");
        }
    }
}
