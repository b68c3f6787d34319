using System.Text.Json.Nodes;

namespace Fathom.Backends.Tests;

/// <summary>Answers of servers as their documentation has them.</summary>
internal static class Answers
{
    public static string[] LlamaCpp(params string[] tokens) =>
    [
        .. tokens.Select(token => Event(new JsonObject
        {
            ["index"] = 0,
            ["content"] = token,
            ["tokens"] = new JsonArray(1),
            ["stop"] = false,
            ["completion_probabilities"] = new JsonArray(new JsonObject { ["id"] = 1, ["token"] = token, ["logprob"] = -0.5, ["top_logprobs"] = new JsonArray() }),
        })),
        Event(new JsonObject { ["index"] = 0, ["content"] = "", ["tokens"] = new JsonArray(), ["stop"] = true, ["stop_type"] = "eos", ["truncated"] = false }),
    ];

    public static string[] Text(bool tellsProbabilities, params string[] tokens) =>
    [
        .. tokens.Select(token => Event(Choice(token, null, tellsProbabilities))),
        Event(Choice("", "stop", false)),
        Event(new JsonObject { ["id"] = "1", ["object"] = "text_completion", ["choices"] = new JsonArray(), ["usage"] = new JsonObject { ["prompt_tokens"] = 3 } }),
        "data: [DONE]\n\n",
    ];

    public static string[] Ollama(params string[] tokens) =>
    [
        .. tokens.Select(token => new JsonObject { ["model"] = "m", ["response"] = token, ["done"] = false }.ToJsonString() + "\n"),
        new JsonObject { ["model"] = "m", ["response"] = "", ["done"] = true, ["done_reason"] = "stop", ["eval_count"] = tokens.Length }.ToJsonString() + "\n",
    ];

    public static string Event(JsonObject message) => $"data: {message.ToJsonString()}\n\n";

    private static JsonObject Choice(string text, string? end, bool tellsProbabilities) => new()
    {
        ["id"] = "1",
        ["object"] = "text_completion",
        ["model"] = "m",
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["text"] = text,
            ["finish_reason"] = end,
            ["logprobs"] = tellsProbabilities ? new JsonObject { ["tokens"] = new JsonArray(text), ["token_logprobs"] = new JsonArray(-0.25) } : null,
        }),
        ["usage"] = null,
    };
}
