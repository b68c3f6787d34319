namespace Fathom.Backends.Prompting;

/// <summary>The layouts of the families of code models; their makers' own, as model cards and servers spell them.</summary>
public static class FimLayouts
{
    // Broken for their own families only: elsewhere <filename> and <s> are placeholders, elements or type arguments.
    private static readonly string[] s_bigCode =
    [
        "<fim_pad>", "<file_sep>", "<repo_name>", "<reponame>", "<filename>", "<gh_stars>", "<issue_start>", "<issue_comment>", "<issue_closed>", "<jupyter_start>",
        "<jupyter_text>", "<jupyter_code>", "<jupyter_output>", "<jupyter_script>", "<empty_output>", "<commit_before>", "<commit_msg>", "<commit_after>",
    ];

    private static readonly FimLayout[] s_all =
    [
        new("deepseek", "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),
        new("qwen", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", FileSeparator: "<|file_sep|>"),
        new("starcoder", "<fim_prefix>", "<fim_suffix>", "<fim_middle>", FileSeparator: "<file_sep>", Others: s_bigCode),
        new("codellama", "<PRE> ", " <SUF>", " <MID>", Others: ["<EOT>", "<s>", "</s>", "<unk>"]),
        new("codegemma", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", Others: ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"]),
        new("codestral", "[PREFIX]", "[SUFFIX]", "", SuffixFirst: true, Others: ["<s>", "</s>", "<unk>", "[MIDDLE]", "[INST]", "[/INST]", "[TOOL_CALLS]"]),
        new("granite", "<fim_prefix>", "<fim_suffix>", "<fim_middle>", Others: s_bigCode),
        new("glm", "<|code_prefix|>", "<|code_suffix|>", "<|code_middle|>", Others: ["[gMASK]", "[sMASK]", "<sop>", "<eop>"]),
    ];

    private static readonly (string Part, string Layout)[] s_models =
    [
        ("deepseek", "deepseek"), ("qwen", "qwen"), ("starcoder", "starcoder"), ("codellama", "codellama"), ("code-llama", "codellama"), ("codegemma", "codegemma"),
        ("codestral", "codestral"), ("granite", "granite"), ("glm", "glm"),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(layout => layout.Name)];

    /// <summary>The layout with a name, or null.</summary>
    public static FimLayout? Find(string name) => Array.Find(s_all, layout => layout.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The layout of the family that a model's name speaks of, or null.</summary>
    public static FimLayout? OfModel(string model) =>
        s_models.FirstOrDefault(each => model.Contains(each.Part, StringComparison.OrdinalIgnoreCase)).Layout is { } name ? Find(name) : null;
}
