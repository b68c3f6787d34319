using System.Text.Json.Nodes;
using Fathom.Backends.Chat;
using Microsoft.Extensions.AI;

namespace Fathom.Backends.Tests;

/// <summary>Conversations with tools, answered as the makers of the servers document it.</summary>
public sealed class ChatTests
{
    [Theory]
    [InlineData(BackendKind.DeepSeek, "/chat/completions")]
    [InlineData(BackendKind.OpenAi, "/v1/chat/completions")]
    [InlineData(BackendKind.LlamaCpp, "/v1/chat/completions")]
    [InlineData(BackendKind.Ollama, "/v1/chat/completions")]
    public async Task A_call_comes_in_pieces_and_its_result_goes_back_with_the_reasoning(BackendKind kind, string path)
    {
        string[] call =
        [
            Event("""{"delta":{"role":"assistant","reasoning_content":"I "}}"""),
            Event("""{"delta":{"reasoning_content":"think."}}"""),
            Event("""{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"double","arguments":""}}]}}"""),
            Event("""{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"num"}}]}}"""),
            Event("""{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ber\": 21}"}}]}}"""),
            Event("""{"delta":{},"finish_reason":"tool_calls"}"""),
            "data: [DONE]\n\n",
        ];
        await using FakeServer server = await FakeServer.StartAsync((request, context) => FakeServer.WriteAsync(
            context, request.Body.Contains("\"role\":\"tool\"", StringComparison.Ordinal) ? [Event("""{"delta":{"content":"It is 42."},"finish_reason":"stop"}"""), "data: [DONE]\n\n"] : call));
        using var chat = new RemoteChatModel(Ask.Settings(kind, server.Url));
        using var client = new FunctionInvokingChatClient(chat);

        ChatResponse answer = await client.GetResponseAsync("Double 21.", new ChatOptions { Tools = [AIFunctionFactory.Create((int number) => number * 2, "double")] }, TestContext.Current.CancellationToken);

        Assert.Equal("It is 42.", answer.Messages[^1].Text);
        Assert.All(server.Requests, request => Assert.Equal((path, $"Bearer {Ask.Secret}"), (request.Path, request.Authorization)));
        JsonNode tool = server.Requests.First().Json["tools"]![0]!["function"]!;
        Assert.Equal(("double", "integer"), (tool["name"]!.ToString(), tool["parameters"]!["properties"]!["number"]!["type"]!.ToString()));
        JsonArray messages = server.Requests.Last().Json["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "tool"], messages.Select(message => message!["role"]!.ToString()));
        Assert.Equal(("I think.", "c1", """{"number":21}"""), (messages[1]!["reasoning_content"]!.ToString(), messages[1]!["tool_calls"]![0]!["id"]!.ToString(), messages[1]!["tool_calls"]![0]!["function"]!["arguments"]!.ToString()));
        Assert.Equal(("c1", "42"), (messages[2]!["tool_call_id"]!.ToString(), messages[2]!["content"]!.ToString()));
    }

    [Theory]
    [InlineData(BackendKind.DeepSeek, true)]
    [InlineData(BackendKind.OpenAi, false)]
    public async Task Deepseek_gets_the_reasoning_of_a_turn_with_calls_back_even_where_it_is_empty(BackendKind kind, bool isThere)
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => FakeServer.WriteAsync(
            context,
            request.Body.Contains("\"role\":\"tool\"", StringComparison.Ordinal)
                ? [Event("""{"delta":{"content":"Done."},"finish_reason":"stop"}""")]
                : [Event("""{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"double","arguments":"{\"number\": 1}"}}]},"finish_reason":"tool_calls"}""")]));
        using var client = new FunctionInvokingChatClient(new RemoteChatModel(Ask.Settings(kind, server.Url)));

        await client.GetResponseAsync("Double 1.", new ChatOptions { Tools = [AIFunctionFactory.Create((int number) => number * 2, "double")] }, TestContext.Current.CancellationToken);

        JsonObject turn = server.Requests.Last().Json["messages"]![1]!.AsObject();
        Assert.Equal(isThere ? "" : null, turn["reasoning_content"]?.ToString());
    }

    [Fact]
    public async Task Arguments_that_are_no_json_are_no_call_and_the_model_is_told()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => FakeServer.WriteAsync(
            context,
            request.Body.Contains("\"role\":\"tool\"", StringComparison.Ordinal)
                ? [Event("""{"delta":{"content":"Sorry."},"finish_reason":"stop"}""")]
                : [Event("""{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"double","arguments":"{\"number\": "}}]},"finish_reason":"tool_calls"}""")]));
        using var client = new FunctionInvokingChatClient(new RemoteChatModel(Ask.Settings(BackendKind.OpenAi, server.Url)));
        int calls = 0;

        ChatResponse answer = await client.GetResponseAsync("Double 21.", new ChatOptions { Tools = [AIFunctionFactory.Create((int number) => calls++, "double")] }, TestContext.Current.CancellationToken);

        Assert.Equal(("Sorry.", 0), (answer.Messages[^1].Text, calls));
        Assert.Contains("rror", server.Requests.Last().Json["messages"]!.AsArray()[^1]!["content"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"double","arguments":"{}"}}]}}""", "broke off in the middle of an answer")]
    [InlineData("""{"delta":{"content":"It is"},"finish_reason":"insufficient_system_resource"}""", "broke off in the middle of an answer")]
    [InlineData("""{"delta":{"content":"It is"},"finish_reason":"content_filter"}""", "broke off in the middle of an answer")]
    [InlineData("""{"delta":{"content":"It is"},"finish_reason":"length"}""", "cut its answer at its limit of tokens")]
    public async Task An_answer_that_is_not_whole_is_a_sentence_and_no_call(string last, string sentence)
    {
        await using FakeServer server = await FakeServer.SayingAsync(Event(last));
        using var chat = new RemoteChatModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Assert.ThrowsAsync<BackendException>(() => chat.GetResponseAsync("Double 21.", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_a_sentence_without_the_key()
    {
        await using FakeServer server = await FakeServer.FailingAsync(401, $$$"""{"error":{"message":"bad key {{{Ask.Secret}}}"}}""");
        using var chat = new RemoteChatModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Assert.ThrowsAsync<BackendException>(() => chat.GetResponseAsync("Hello.", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("refuses the key (401)", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Ask.Secret, failure.ToString(), StringComparison.Ordinal);
    }

    private static string Event(string choice) => $"data: {{\"choices\":[{choice}]}}\n\n";
}
