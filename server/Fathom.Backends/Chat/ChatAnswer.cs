using System.Text;
using System.Text.Json;
using Fathom.Backends.Protocols;
using Microsoft.Extensions.AI;

namespace Fathom.Backends.Chat;

/// <summary>Puts an answer together from its events.</summary>
internal sealed class ChatAnswer
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly SortedDictionary<int, Call> _calls = [];
    private string _end = "";

    /// <summary>True once the server has said that the model came to its end: an answer that breaks off before, or that the server has given up, may hold half a call or half an edit.</summary>
    public bool HasEnded => _end is "stop" or "tool_calls" or "function_call" || IsCut;

    /// <summary>True where the answer ended because it grew too long.</summary>
    public bool IsCut => _end == "length";

    /// <summary>Takes the next event.</summary>
    public void Add(JsonElement message)
    {
        foreach (JsonElement choice in message.List("choices"))
        {
            if (choice.Member("delta") is { } delta)
            {
                _text.Append(delta.Text("content"));
                _reasoning.Append(delta.Text("reasoning_content"));
                foreach (JsonElement call in delta.List("tool_calls"))
                {
                    AddCall(call);
                }
            }

            _end = choice.Text("finish_reason") is { Length: > 0 } end ? end : _end;
        }
    }

    /// <summary>The whole of it. Arguments that are no JSON make a call that says so, and the model is told.</summary>
    public ChatMessage ToMessage()
    {
        var contents = new List<AIContent>();
        if (_reasoning.Length > 0)
        {
            contents.Add(new TextReasoningContent(_reasoning.ToString()));
        }

        if (_text.Length > 0)
        {
            contents.Add(new TextContent(_text.ToString()));
        }

        contents.AddRange(_calls.Select(each => Read(each.Key, each.Value)));
        return new ChatMessage(ChatRole.Assistant, contents);
    }

    private void AddCall(JsonElement part)
    {
        int index = part.Member("index") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int given) ? given : 0;
        if (!_calls.TryGetValue(index, out Call? call))
        {
            _calls[index] = call = new Call();
        }

        call.Id = part.Text("id") is { Length: > 0 } id ? id : call.Id;
        if (part.Member("function") is { } function)
        {
            call.Name += function.Text("name");
            call.Arguments.Append(function.Text("arguments"));
        }
    }

    private static FunctionCallContent Read(int index, Call call)
    {
        string id = call.Id.Length > 0 ? call.Id : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"call_{index}");
        try
        {
            string arguments = call.Arguments.Length > 0 ? call.Arguments.ToString() : "{}";
            return new FunctionCallContent(id, call.Name, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments));
        }
        catch (JsonException wrong)
        {
            return new FunctionCallContent(id, call.Name) { Exception = wrong };
        }
    }

    private sealed class Call
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
