using System.Text.Json.Nodes;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

/// <summary>Writes small tokenizer.json files: the 256 bytes, then merges, then control tokens.</summary>
internal static class TinyTokenizer
{
    /// <summary>Words of the tiny vocabulary, each reached by merging from the left.</summary>
    public static readonly string[] Words = ["re", "ret", "retu", "retur", "return", " r", " re", "Wr", "Wri", "Writ", "Write", "\n ", "\n  ", "\n   ", "()", "é"];

    public static readonly string[] Controls = ["<|begin|>", "<|end|>", "<|path|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_separator|>"];

    public static Tokenizer Load(Action<JsonObject>? change = null)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("tokenizer.json");
        JsonObject json = Json();
        change?.Invoke(json);
        File.WriteAllText(path, json.ToJsonString());
        return Tokenizer.Load(path);
    }

    public static JsonObject Json()
    {
        JsonObject vocabulary = [];
        for (int value = 0; value < 256; value++)
        {
            vocabulary[ByteAlphabet.Spell((byte)value).ToString()] = value;
        }

        JsonArray merges = [];
        foreach (string word in Words)
        {
            string spelled = Spell(word);
            vocabulary[spelled] = vocabulary.Count;
            merges.Add($"{spelled[..^1]} {spelled[^1]}");
        }

        JsonArray added = [];
        foreach (string control in Controls)
        {
            vocabulary[control] = vocabulary.Count;
            added.Add(new JsonObject { ["id"] = vocabulary.Count - 1, ["content"] = control, ["special"] = true });
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    Split(@"\n[ \t]*| ?\p{L}+|\p{N}|[^\s\p{L}\p{N}]+|\s"),
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
            },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["dropout"] = null, ["vocab"] = vocabulary, ["merges"] = merges },
        };
    }

    public static JsonObject Split(string pattern, string behavior = "Isolated", bool invert = false) => new()
    {
        ["type"] = "Split",
        ["pattern"] = new JsonObject { ["Regex"] = pattern },
        ["behavior"] = behavior,
        ["invert"] = invert,
    };

    private static string Spell(string text) => string.Concat(System.Text.Encoding.UTF8.GetBytes(text).Select(ByteAlphabet.Spell));
}
