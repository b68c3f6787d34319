namespace Fathom.Backends.Prompting;

/// <summary>The layouts of the families of code models; their makers' own, as model cards and servers spell them.</summary>
public static class FimLayouts
{
    private static readonly FimLayout[] s_all =
    [
        new("deepseek", "<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),
        new("qwen", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", FileSeparator: "<|file_sep|>"),
        new("starcoder", "<fim_prefix>", "<fim_suffix>", "<fim_middle>", FileSeparator: "<file_sep>"),
        new("codellama", "<PRE> ", " <SUF>", " <MID>"),
        new("codegemma", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
        new("codestral", "[PREFIX]", "[SUFFIX]", "", SuffixFirst: true),
        new("granite", "<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
        new("glm", "<|code_prefix|>", "<|code_suffix|>", "<|code_middle|>"),
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
