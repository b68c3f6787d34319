using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Fathom.Backends.Chat;

/// <summary>Writes a conversation as OpenAI's <c>chat/completions</c> has it, which all kinds of servers take.</summary>
internal static class ChatRequest
{
    /// <summary>The body of a request.</summary>
    /// <param name="kind">The kind of server.</param>
    /// <param name="model">The model's name there; empty where the server runs one only.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The tools, and how much the model may answer.</param>
    public static JsonObject Write(BackendKind kind, string model, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var body = new JsonObject { ["messages"] = new JsonArray([.. messages.SelectMany(message => Write(kind, message))]), ["stream"] = true };
        if (model.Length > 0)
        {
            body["model"] = model;
        }

        if (options?.MaxOutputTokens is { } most)
        {
            body["max_tokens"] = most;
        }

        if (options?.Tools is { Count: > 0 } tools)
        {
            body["tools"] = new JsonArray([.. tools.OfType<AIFunctionDeclaration>().Select(Write)]);
        }

        return body;
    }

    private static IEnumerable<JsonNode> Write(BackendKind kind, ChatMessage message)
    {
        FunctionResultContent[] results = [.. message.Contents.OfType<FunctionResultContent>()];
        return results.Length > 0 ? results.Select(Write) : [WriteSaid(kind, message)];
    }

    private static JsonNode Write(FunctionResultContent result) => new JsonObject
    {
        ["role"] = "tool",
        ["tool_call_id"] = result.CallId,
        ["content"] = result.Result?.ToString() ?? "",
    };

    private static JsonObject WriteSaid(BackendKind kind, ChatMessage message)
    {
        FunctionCallContent[] calls = [.. message.Contents.OfType<FunctionCallContent>()];
        var said = new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text };
        string reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(each => each.Text));
        if (calls.Length > 0)
        {
            if (reasoning.Length > 0 || kind == BackendKind.DeepSeek)
            {
                // DeepSeek refuses a turn with calls whose reasoning is not repeated, empty as it may be (400); the others pass over it.
                said["reasoning_content"] = reasoning;
            }

            said["tool_calls"] = new JsonArray([.. calls.Select(call => (JsonNode)new JsonObject
            {
                ["id"] = call.CallId,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>()) },
            })]);
        }

        return said;
    }

    private static JsonNode Write(AIFunctionDeclaration tool) => new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
        },
    };
}
