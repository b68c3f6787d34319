using Fathom.Backends.Chat;
using Fathom.Completion.Generation;
using Microsoft.Extensions.AI;

namespace Fathom.Backends.Tests.LlamaServer;

/// <summary>The protocol of llama.cpp beside its real server, with a tiny model that this test writes.</summary>
public sealed class LlamaServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-llama-").FullName;

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "qwen")]
    public async Task It_fills_in_and_tells_how_sure_it_is(bool fillsIn, string? fim)
    {
        await using LlamaServerProcess server = await StartAsync(fillsIn);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null, fim: fim));

        await model.PrefillAsync(Ask.Prompt, TestContext.Current.CancellationToken);
        IReadOnlyList<GeneratedPiece> first = await Ask.AllAsync(model);
        IReadOnlyList<GeneratedPiece> second = await Ask.AllAsync(model);

        string text = string.Concat(first.Select(piece => piece.Text));
        Assert.Matches("^[a-z]{64}$", text);
        Assert.Equal(64, first.Sum(piece => piece.Tokens));
        Assert.All(first, piece => Assert.True(piece.LogProbability < 0));
        Assert.Equal(text, string.Concat(second.Select(piece => piece.Text)));
        Assert.Equal(!fillsIn, model.WritesPrompt);
        Assert.NotEmpty(await model.ModelNamesAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The tiny model answers letters for ever: that the real server took conversation and tools, and that its answer was read, shows in how that ends.</summary>
    [Fact]
    public async Task It_is_talked_to_with_tools()
    {
        await using LlamaServerProcess server = await StartAsync(fillsIn: false);
        using var chat = new RemoteChatModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));
        ChatMessage[] talk =
        [
            new(ChatRole.System, "You double."),
            new(ChatRole.User, "Double 21."),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "double", new Dictionary<string, object?> { ["number"] = 21 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", 42)]),
        ];

        BackendException failure = await Assert.ThrowsAsync<BackendException>(() => chat.GetResponseAsync(
            talk, new ChatOptions { MaxOutputTokens = 8, Tools = [AIFunctionFactory.Create((int number) => number * 2, "double")] }, TestContext.Current.CancellationToken));

        Assert.True(failure.Message.Contains("cut its answer at its limit of tokens", StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public async Task A_model_that_cannot_fill_in_and_is_of_no_known_family_says_what_to_set()
    {
        await using LlamaServerProcess server = await StartAsync(fillsIn: false);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("set fathom.backend.fim", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_not_wanted_any_more_makes_room_for_the_next()
    {
        await using LlamaServerProcess server = await StartAsync(fillsIn: true);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GeneratedPiece _ in model.GenerateAsync(Ask.Prompt, new GenerationOptions(3000), cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });
        string next = await Ask.TextAsync(model);

        Assert.Equal(64, next.Length);
        Assert.InRange(await server.RunsAsync(), 64, 2999);
        Assert.Null(model.Problem);
    }

    [Fact]
    public async Task A_server_that_ends_is_one_sentence()
    {
        LlamaServerProcess server = await StartAsync(fillsIn: true);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));
        await Ask.TextAsync(model);

        await server.DisposeAsync();
        BackendException failure = await Ask.FailAsync(model);

        Assert.Equal(BackendFault.Connection, failure.Fault);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<LlamaServerProcess> StartAsync(bool fillsIn)
    {
        string file = Path.Combine(_folder, "tiny.gguf");
        TinyLlama.Write(file, fillsIn);
        return LlamaServerProcess.StartAsync(file);
    }
}
