using System.Text;
using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

public sealed class FramingTests
{
    private const string Status = """{"jsonrpc":"2.0","id":"a-1","method":"fathom/status"}""";

    [Fact]
    public async Task A_frame_may_come_in_single_bytes()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        foreach (byte each in Encoding.UTF8.GetBytes($"Content-Length: {Status.Length}\r\n\r\n{Status}"))
        {
            client.SendBytes([each]);
        }

        JsonObject answer = await client.ReadUntilAsync(message => message["id"]?.ToString() == "a-1");
        Assert.Equal("Ready.", answer["result"]!["message"]!.ToString());
    }

    [Fact]
    public async Task Two_frames_may_come_at_once_with_other_headers_in_lower_case()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        string second = Status.Replace("a-1", "a-2", StringComparison.Ordinal);

        client.SendBytes(Encoding.UTF8.GetBytes(
            $"content-length: {Status.Length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n{Status}Content-Length: {second.Length}\r\n\r\n{second}"));

        await client.ReadUntilAsync(message => message["id"]?.ToString() == "a-1");
        JsonObject answer = await client.ReadUntilAsync(message => message["id"]?.ToString() == "a-2");
        Assert.NotNull(answer["result"]);
    }

    [Fact]
    public async Task Lengths_count_bytes_and_large_bodies_pass()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model);
        string text = "// äöü 漢字 😀 " + new string('x', 900_000) + "\nint x = ";
        client.Open("file:///w/A.cs", text);

        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 1, 8));

        Assert.Equal("int x = 1;", answer["result"]!["items"]![0]!["insertText"]!.ToString());
    }

    [Theory]
    [InlineData("{\"jsonrpc\":")]
    [InlineData("42")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":7}")]
    [InlineData("")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":null}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":1,\"message\":\"no\"}}")]
    public async Task A_body_that_is_not_json_rpc_costs_one_log_line(string body)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        client.SendBody(body);

        JsonObject answer = await client.RequestAsync("fathom/status", null);
        Assert.NotNull(answer["result"]);
        Assert.Single(client.Warnings);
    }

    [Fact]
    public async Task A_request_whose_parameters_are_no_object_is_refused_by_its_id()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", "\"x\"");

        Assert.Equal(-32602, answer["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_stream_without_frames_ends_the_server_with_a_sentence()
    {
        TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        client.SendBytes(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));

        Assert.Equal(1, await client.Exit);
        Assert.Contains(client.Warnings, line => line.Contains("connection is broken", StringComparison.Ordinal));
    }
}
