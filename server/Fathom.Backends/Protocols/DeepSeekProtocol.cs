using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Protocols;

/// <summary>The DeepSeek API's fill-in-the-middle completion. It has no field for other files, so they are comments in front of the text.</summary>
internal sealed class DeepSeekProtocol(string model) : IBackendProtocol
{
    /// <inheritdoc/>
    public string Server => "The DeepSeek API";

    /// <inheritdoc/>
    public bool IsLines => false;

    /// <inheritdoc/>
    public BackendCall Models { get; } = new("models", null);

    /// <inheritdoc/>
    public BackendCall Complete(CompletionPrompt prompt, GenerationOptions options, FimLayout? layout)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["prompt"] = PromptComments.Before(prompt),
            ["suffix"] = prompt.Suffix,
            ["max_tokens"] = options.MaximumTokens,
            ["temperature"] = options.Temperature,
            ["stream"] = true,
        };
        return new BackendCall("beta/completions", body);
    }

    /// <inheritdoc/>
    public BackendCall? Prefill(CompletionPrompt prompt) => null;

    /// <inheritdoc/>
    public AnswerPart? Read(JsonElement message) => TextCompletionAnswer.Read(message);

    /// <inheritdoc/>
    public bool RefusesSuffix(int status, string body) => false;

    /// <inheritdoc/>
    public IEnumerable<string> ModelNames(JsonElement answer) => answer.List("data").Select(each => each.Text("id"));
}
