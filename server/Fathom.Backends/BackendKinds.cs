namespace Fathom.Backends;

/// <summary>The kinds of back ends as users write them.</summary>
public static class BackendKinds
{
    private static readonly (string Name, BackendKind Kind)[] s_names =
        [("deepseek", BackendKind.DeepSeek), ("llama.cpp", BackendKind.LlamaCpp), ("openai", BackendKind.OpenAi), ("ollama", BackendKind.Ollama)];

    /// <summary>The name of the model in this process, which is no back end.</summary>
    public const string Embedded = "embedded";

    /// <summary>All names, the embedded model's first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Embedded, .. s_names.Select(each => each.Name)];

    /// <summary>The kind with a name; null for the embedded model and for names that are unknown.</summary>
    public static BackendKind? Find(string name) =>
        s_names.Where(each => each.Name == name).Select(each => (BackendKind?)each.Kind).FirstOrDefault();

    /// <summary>The name of a kind.</summary>
    public static string NameOf(BackendKind kind) => s_names.Single(each => each.Kind == kind).Name;
}
