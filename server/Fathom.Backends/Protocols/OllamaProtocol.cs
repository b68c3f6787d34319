using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Protocols;

/// <summary>
/// Ollama's <c>/api/generate</c>. A model whose template takes a <c>suffix</c> writes the prompt itself; the others get it raw, as they were trained to read it.
/// </summary>
/// <param name="model">The model's name.</param>
/// <param name="contextTokens">Most tokens of a prompt; Ollama loads the model anew when the window changes, so it is always the same.</param>
internal sealed class OllamaProtocol(string model, int contextTokens) : IBackendProtocol
{
    private const int MostAnswerTokens = 1024;

    /// <inheritdoc/>
    public string Server => "Ollama";

    /// <inheritdoc/>
    public bool IsLines => true;

    /// <inheritdoc/>
    public BackendCall Models { get; } = new("api/tags", null);

    /// <inheritdoc/>
    public BackendCall Complete(CompletionPrompt prompt, GenerationOptions options, FimLayout? layout)
    {
        var choices = new JsonObject
        {
            ["num_ctx"] = contextTokens + MostAnswerTokens,
            ["num_predict"] = options.MaximumTokens,
            ["temperature"] = options.Temperature,
            ["top_p"] = options.TopP,
            ["seed"] = options.Seed,
        };
        var body = new JsonObject
        {
            ["model"] = model,
            ["prompt"] = layout?.Write(prompt) ?? PromptComments.Before(prompt),
            ["options"] = choices,
            ["logprobs"] = true,
            ["stream"] = true,
            ["think"] = false,
        };
        if (layout is null)
        {
            // Without a suffix it would take the code for words of a conversation.
            body["suffix"] = prompt.Suffix.Length > 0 ? prompt.Suffix : "\n";
        }
        else
        {
            body["raw"] = true;
            choices["stop"] = new JsonArray([.. layout.Tokens.Select(token => (JsonNode)token)]);
        }

        return new BackendCall("api/generate", body);
    }

    /// <inheritdoc/>
    public BackendCall? Prefill(CompletionPrompt prompt) => null;

    /// <inheritdoc/>
    public AnswerPart? Read(JsonElement message)
    {
        if (message.Member("done") is not { } done)
        {
            throw new InvalidOperationException("a line does not say whether it is the last");
        }

        string text = message.Completion("response");
        float?[] probabilities = [.. message.List("logprobs").Select(each => each.LogProbability("logprob"))];
        bool areKnown = probabilities.Length > 0 && probabilities.All(each => each is not null);
        int tokens = Math.Max(probabilities.Length, text.Length > 0 ? 1 : 0);
        AnswerEnd end = done.ValueKind != JsonValueKind.True ? AnswerEnd.None : message.Text("done_reason") == "length" ? AnswerEnd.Limit : AnswerEnd.Model;
        return new AnswerPart(text, tokens, areKnown ? probabilities.Sum() : null, end);
    }

    /// <inheritdoc/>
    public bool RefusesSuffix(int status, string body) => status == 400 && body.Contains("insert", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<string> ModelNames(JsonElement answer) => answer.List("models").Select(each => each.Text("name"));
}
