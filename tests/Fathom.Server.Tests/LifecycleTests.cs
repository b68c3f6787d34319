using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Requests_before_initialize_are_refused_and_notifications_dropped()
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));

        client.Open("file:///w/A.cs", "int x = ");
        JsonObject early = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));
        JsonObject initialized = await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"workspaceFolders":null,"capabilities":{}}""");

        Assert.Equal(-32002, early["error"]!["code"]!.GetValue<int>());
        Assert.Equal("utf-16", initialized["result"]!["capabilities"]!["positionEncoding"]!.ToString());
        Assert.False(initialized.ContainsKey("error"));
    }

    [Fact]
    public async Task A_signal_ends_the_server()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        client.Signal();

        Assert.Equal(1, await client.Exit);
    }

    [Fact]
    public async Task A_second_initialize_is_refused()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        JsonObject second = await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{}}""");

        Assert.Equal(-32600, second["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Shutdown_answers_null_then_refuses_then_exit_ends_with_0()
    {
        TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        JsonObject shutdown = await client.RequestAsync("shutdown", null);
        JsonObject late = await client.RequestAsync("fathom/status", null);
        client.Notify("exit", "null");

        Assert.True(shutdown.ContainsKey("result"));
        Assert.Null(shutdown["result"]);
        Assert.False(shutdown.ContainsKey("error"));
        Assert.Equal(-32600, late["error"]!["code"]!.GetValue<int>());
        Assert.Equal(0, await client.Exit);
    }

    [Fact]
    public async Task Exit_without_shutdown_ends_with_1()
    {
        TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        client.SendBody("""{"jsonrpc":"2.0","method":"exit"}""");

        Assert.Equal(1, await client.Exit);
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_server_with_1()
    {
        TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        client.CloseInput();

        Assert.Equal(1, await client.Exit);
    }

    [Fact]
    public async Task The_end_of_the_editors_process_ends_the_server()
    {
        using var parent = System.Diagnostics.Process.Start("sleep", "60");
        var client = new TestClient(_ => ScriptedModel.Saying("1;"));
        await client.RequestAsync("initialize", $$"""{"processId":{{parent.Id}},"rootUri":null,"capabilities":{} }""");

        parent.Kill();

        Assert.Equal(1, await client.Exit);
    }

    [Fact]
    public async Task A_model_that_fails_to_load_leaves_a_server_that_says_why()
    {
        await using var client = new TestClient(_ => throw new InvalidDataException("model.onnx is missing"));
        await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{"experimental":{"fathom":{}}}}""");
        client.Notify("initialized", "{}");
        JsonObject told = await client.ReadUntilAsync(message => message["method"]?.ToString() == "fathom/didChangeStatus");
        client.Open("file:///w/A.cs", "int x = ");

        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));
        JsonObject status = await client.RequestAsync("fathom/status", null);

        Assert.Equal("""{"items":[]}""", answer["result"]!.ToJsonString());
        Assert.Equal("Error", told["params"]!["kind"]!.ToString());
        Assert.Contains("model.onnx is missing", status["result"]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, status["result"]!["counters"]!["modelFailed"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_model_that_loads_slowly_blocks_nothing()
    {
        using var mayLoad = new ManualResetEventSlim();
        await using var client = new TestClient(_ =>
        {
            mayLoad.Wait();
            return ScriptedModel.Saying("1;");
        });
        await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{"window":{"workDoneProgress":true}}}""");
        client.Notify("initialized", "{}");
        JsonObject create = await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/workDoneProgress/create");
        client.SendBody($$"""{"jsonrpc":"2.0","id":{{create["id"]!.ToJsonString()}},"result":null}""");
        client.Open("file:///w/A.cs", "int x = ");

        JsonObject early = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));
        JsonObject status = await client.RequestAsync("fathom/status", null);
        mayLoad.Set();
        JsonObject end = await client.ReadUntilAsync(message => message["params"]?["value"]?["kind"]?.ToString() == "end");
        JsonObject late = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));

        Assert.Empty(early["result"]!["items"]!.AsArray());
        Assert.Equal(1, status["result"]!["counters"]!["modelLoading"]!.GetValue<int>());
        Assert.Equal(create["params"]!["token"]!.ToString(), end["params"]!["token"]!.ToString());
        Assert.Single(late["result"]!["items"]!.AsArray());
    }
}
