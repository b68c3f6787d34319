using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Protocols;

/// <summary>Servers with OpenAI's <c>/v1/completions</c>. Some take a <c>suffix</c>; the others get the prompt as their model was trained to read it.</summary>
/// <param name="model">The model's name.</param>
internal sealed class OpenAiProtocol(string model) : IBackendProtocol
{
    /// <inheritdoc/>
    public string Server => "The server";

    /// <inheritdoc/>
    public bool IsLines => false;

    /// <inheritdoc/>
    public BackendCall Models { get; } = new("v1/models", null);

    /// <inheritdoc/>
    public BackendCall Complete(CompletionPrompt prompt, GenerationOptions options, FimLayout? layout)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["prompt"] = layout?.Write(prompt) ?? PromptComments.Before(prompt),
            ["max_tokens"] = options.MaximumTokens,
            ["temperature"] = options.Temperature,
            ["top_p"] = options.TopP,
            ["seed"] = options.Seed,
            ["logprobs"] = 1,
            ["stream"] = true,
        };
        if (layout is null)
        {
            body["suffix"] = prompt.Suffix;
        }
        else
        {
            body["stop"] = new JsonArray([.. layout.Tokens.Take(4).Select(token => (JsonNode)token)]);
        }

        return new BackendCall("v1/completions", body);
    }

    /// <inheritdoc/>
    public BackendCall? Prefill(CompletionPrompt prompt) => null;

    /// <inheritdoc/>
    public AnswerPart? Read(JsonElement message) => TextCompletionAnswer.Read(message);

    /// <inheritdoc/>
    public bool RefusesSuffix(int status, string body) => status is 400 or 422 or 501 && body.Contains("suffix", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<string> ModelNames(JsonElement answer) => answer.List("data").Select(each => each.Text("id"));
}
