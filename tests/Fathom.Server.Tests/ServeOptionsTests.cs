using System.CommandLine;
using System.Text.Json.Nodes;
using Fathom.Backends;
using Fathom.Backends.Tests;
using Fathom.Completion.Tests;
using Fathom.Server.CommandLine;
using Fathom.Server.Models;

namespace Fathom.Server.Tests;

/// <summary>Where the model runs, as the command line says it: what is said holds, and what would be lost is refused.</summary>
[Collection("console")]
public sealed class ServeOptionsTests
{
    private const string Uri = "file:///w/A.cs";

    [Theory]
    [InlineData("serve --url http://localhost:8000", "--url is about a model that runs elsewhere; name its kind with --backend, one of deepseek, llama.cpp, openai, ollama.")]
    [InlineData("serve --backend embedded --url http://localhost:8000", "--url is about a model that runs elsewhere")]
    [InlineData("serve --backend embedded --fim qwen", "--fim is about a model that runs elsewhere")]
    [InlineData("complete A.cs --at 1:1 --backend-context-tokens 512", "--backend-context-tokens is about a model that runs elsewhere")]
    [InlineData("backend check --url http://localhost:8000", "--url is about a model that runs elsewhere")]
    [InlineData("serve --backend llama.cpp --backend-context-tokens 10", "--backend-context-tokens has to be from 256 to 1000000.")]
    [InlineData("edit modernise --backend embedded", "--backend has to be one of deepseek, llama.cpp, openai, ollama.")]
    [InlineData("serve --port 0", "--port has to be from 1 to 65535.")]
    [InlineData("serve --socket 65536", "--port has to be from 1 to 65535.")]
    public async Task What_would_be_ignored_or_cannot_be_is_refused_in_one_sentence(string line, string expected)
    {
        (int code, _, string errors) = await CommandLines.RunAsync(line);

        Assert.Equal(1, code);
        Assert.Contains(expected, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_of_a_back_end_reach_it()
    {
        ModelChoice choice = Read("--backend openai --url http://localhost:8000 --model m --fim qwen --backend-context-tokens 16384");

        Assert.Equal(new BackendChoice(BackendKind.OpenAi, "http://localhost:8000", "m", ContextTokens: 16384, Fim: "qwen"), choice.Backend);
    }

    [Theory]
    [InlineData("--backend embedded", null)]
    [InlineData("", BackendKind.Ollama)]
    [InlineData("--backend llama.cpp", BackendKind.LlamaCpp)]
    public void The_command_line_goes_before_what_a_client_asks_for(string line, BackendKind? used)
    {
        var asked = new BackendChoice(BackendKind.Ollama);

        Assert.Equal(used, Read(line).BackendBefore(asked)?.Kind);
    }

    [Fact]
    public async Task Nothing_is_sent_by_a_server_that_was_started_with_the_model_inside()
    {
        await using FakeServer elsewhere = await FakeServer.SayingAsync(Answers.LlamaCpp("2;"));
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"), choice: Read("--backend embedded"));
        string backend = $$$"""{"backend":{"kind":"llama.cpp","url":"{{{elsewhere.Url}}}"},"timeBudgetMs":60000}""";
        await client.RequestAsync("initialize", $$"""{"processId":null,"rootUri":"file:///w","capabilities":{},"initializationOptions":{{backend}}}""");
        client.Notify("initialized", "{}");
        client.Notify("workspace/didChangeConfiguration", $$$"""{"settings":{"fathom":{{{backend}}}}}""");
        await client.ReadyAsync();

        client.Open(Uri, "int x = ");
        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters(Uri, 0, 8));

        Assert.Equal("int x = 1;", answer["result"]!["items"]![0]!["insertText"]!.ToString());
        Assert.Empty(elsewhere.Requests);
    }

    private static ModelChoice Read(string line)
    {
        var options = new ModelOptions(ModelPlace.Anywhere);
        var command = new Command("serve");
        options.AddTo(command);
        return options.Read(command.Parse(line));
    }
}
