using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Protocols;

/// <summary>
/// The server of llama.cpp. <c>/infill</c> writes the prompt itself, with the control tokens of the model's file; a model without them is asked by
/// <c>/completion</c> with the prompt written here.
/// </summary>
internal sealed class LlamaCppProtocol : IBackendProtocol
{
    /// <inheritdoc/>
    public string Server => "llama-server";

    /// <inheritdoc/>
    public bool IsLines => false;

    /// <inheritdoc/>
    public BackendCall Models { get; } = new("v1/models", null);

    /// <inheritdoc/>
    public BackendCall Complete(CompletionPrompt prompt, GenerationOptions options, FimLayout? layout)
    {
        BackendCall call = layout is null ? Infill(prompt) : new BackendCall("completion", new JsonObject { ["prompt"] = layout.Write(prompt) });
        JsonObject body = call.Body!;
        if (layout is not null)
        {
            body["stop"] = new JsonArray([.. layout.Tokens.Select(token => (JsonNode)token)]);
        }

        body["n_predict"] = options.MaximumTokens;
        body["temperature"] = options.Temperature;
        body["top_p"] = options.TopP;
        body["seed"] = options.Seed;
        body["n_probs"] = 1;
        body["stream"] = true;
        return call;
    }

    /// <inheritdoc/>
    public BackendCall? Prefill(CompletionPrompt prompt)
    {
        BackendCall call = Infill(prompt);
        call.Body!["n_predict"] = 0;
        return call;
    }

    /// <inheritdoc/>
    public AnswerPart? Read(JsonElement message)
    {
        if (message.Member("content") is null)
        {
            throw new InvalidOperationException("an event has no content");
        }

        string text = message.Completion("content");
        float? logProbability = null;
        int tokens = text.Length > 0 ? 1 : 0;
        JsonElement[] probabilities = [.. message.List("completion_probabilities")];
        if (text.Length > 0 && probabilities.Length > 0 && probabilities.All(each => each.LogProbability("logprob") is not null))
        {
            logProbability = probabilities.Sum(each => each.LogProbability("logprob"));
            tokens = probabilities.Length;
        }

        bool ends = message.Member("stop") is { ValueKind: JsonValueKind.True };
        AnswerEnd end = !ends ? AnswerEnd.None : message.Text("stop_type") == "limit" ? AnswerEnd.Limit : AnswerEnd.Model;
        return new AnswerPart(text, tokens, logProbability, end);
    }

    /// <inheritdoc/>
    public bool RefusesSuffix(int status, string body) => status == 501 && body.Contains("nfill", StringComparison.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> ModelNames(JsonElement answer) => answer.List("data").Select(each => each.Text("id"));

    private static BackendCall Infill(CompletionPrompt prompt)
    {
        var body = new JsonObject
        {
            ["input_prefix"] = PromptComments.Named(prompt),
            ["input_suffix"] = prompt.Suffix,
            ["input_extra"] = new JsonArray([.. prompt.Context.Select(file => (JsonNode)new JsonObject { ["filename"] = file.Path, ["text"] = file.Text })]),
            ["cache_prompt"] = true,
        };
        return new BackendCall("infill", body);
    }
}
