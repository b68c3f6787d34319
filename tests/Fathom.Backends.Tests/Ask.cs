using Fathom.Completion.Generation;

namespace Fathom.Backends.Tests;

/// <summary>Asks back ends as the pipeline does.</summary>
internal static class Ask
{
    public const string Secret = "sk-secret-of-the-test";

    public static readonly CompletionPrompt Prompt = new(
        "src/Cart.cs", "class Cart\n{\n    int total = ", ";\n}\n", [new ContextFile("src/Order.cs", "class Order;\n")]);

    public static BackendSettings Settings(BackendKind kind, string url, string? model = "qwen2.5-coder", bool hasKey = true, string? fim = null) =>
        BackendSettings.Of(new BackendChoice(kind, url, model, hasKey ? new BackendKey(Secret) : null, Fim: fim), _ => null);

    public static async Task<IReadOnlyList<GeneratedPiece>> AllAsync(RemoteCompletionModel model, CompletionPrompt? prompt = null)
    {
        var pieces = new List<GeneratedPiece>();
        await foreach (GeneratedPiece piece in model.GenerateAsync(prompt ?? Prompt, new GenerationOptions(MaximumTokens: 64), TestContext.Current.CancellationToken))
        {
            pieces.Add(piece);
        }

        return pieces;
    }

    public static async Task<string> TextAsync(RemoteCompletionModel model, CompletionPrompt? prompt = null) => string.Concat((await AllAsync(model, prompt)).Select(piece => piece.Text));

    public static async Task<BackendException> FailAsync(RemoteCompletionModel model)
    {
        BackendException failure = await Assert.ThrowsAsync<BackendException>(() => AllAsync(model));
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        return failure;
    }
}
