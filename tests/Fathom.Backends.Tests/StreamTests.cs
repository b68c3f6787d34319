using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Tests;

/// <summary>Answers as networks and servers cut them, and answers that are not wanted any more.</summary>
public sealed class StreamTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Comments_line_ends_and_borders_inside_characters_change_nothing()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(": keep-alive\r\n\r\n" + string.Concat(Answers.Text(true, "\"naïve 🙂\"")).Replace("\n", "\r\n", StringComparison.Ordinal));
        await using FakeServer server = await FakeServer.StartAsync(async (_, context) =>
        {
            foreach (byte one in bytes)
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        Assert.Equal("\"naïve 🙂\"", await Ask.TextAsync(model));
    }

    [Theory]
    [InlineData(BackendKind.DeepSeek, ": keep-alive\n\n")]
    [InlineData(BackendKind.Ollama, "\n")]
    public async Task A_server_that_keeps_the_connection_alive_is_not_silent(BackendKind kind, string keepAlive)
    {
        var limit = TimeSpan.FromSeconds(4);
        await using FakeServer server = await FakeServer.StartAsync(async (_, context) =>
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < 1.25 * limit)
            {
                await FakeServer.WriteAsync(context, keepAlive);
                await Task.Delay(limit / 20);
            }

            await FakeServer.WriteAsync(context, ProtocolTests.AnswerOf(kind, "1"));
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(kind, server.Url), silenceLimit: limit);

        Assert.Equal("1", await Ask.TextAsync(model));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_not_wanted_any_more_ends_at_the_server(bool isCancelled)
    {
        var ended = new TaskCompletionSource();
        await using FakeServer server = await FakeServer.StartAsync(async (request, context) =>
        {
            await FakeServer.WriteAsync(context, Answers.LlamaCpp("1")[0]);
            await Task.Delay(Timeout.Infinite, request.Aborted).ContinueWith(_ => ended.SetResult(), TaskScheduler.Default);
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));
        using var cancellation = new CancellationTokenSource();
        IAsyncEnumerator<GeneratedPiece> pieces = model.GenerateAsync(Ask.Prompt, new GenerationOptions(64), cancellation.Token).GetAsyncEnumerator(cancellation.Token);

        Assert.True(await pieces.MoveNextAsync());
        if (isCancelled)
        {
            ValueTask<bool> next = pieces.MoveNextAsync();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        }

        await pieces.DisposeAsync();

        await ended.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        Assert.Null(model.Problem);
    }

    [Fact]
    public async Task One_generation_runs_at_a_time()
    {
        int running = 0;
        int most = 0;
        await using FakeServer server = await FakeServer.StartAsync(async (_, context) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(20);
            Interlocked.Decrement(ref running);
            await FakeServer.WriteAsync(context, Answers.LlamaCpp("1"));
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));

        string[] texts = await Task.WhenAll(Ask.TextAsync(model), Ask.TextAsync(model), Ask.TextAsync(model));

        Assert.Equal(["1", "1", "1"], texts);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_prompt_keeps_within_its_tokens_and_its_start_stays_while_lines_are_added()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("1"));
        var settings = BackendSettings.Of(new BackendChoice(BackendKind.LlamaCpp, server.Url, ContextTokens: 512), _ => null);
        await using var model = new RemoteCompletionModel(settings);
        string lines = string.Concat(Enumerable.Range(0, 400).Select(number => $"int value{number} = {number};\n"));

        await Ask.TextAsync(model, Ask.Prompt with { Prefix = lines, Suffix = lines });
        await Ask.TextAsync(model, Ask.Prompt with { Prefix = lines + "int next = 0;\n", Suffix = lines });

        string[] prefixes = [.. server.Requests.Select(request => request.Json["input_prefix"]!.ToString())];
        string suffix = server.Requests.First().Json["input_suffix"]!.ToString();
        Assert.Equal(prefixes[0] + "int next = 0;\n", prefixes[1]);
        Assert.True(prefixes[1].Length + suffix.Length <= 512 * 3, $"{prefixes[1].Length} + {suffix.Length} characters");
        Assert.EndsWith(";\n", suffix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_connection_is_opened_before_the_model_is_asked()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        BackendSettings settings = Ask.Settings(BackendKind.LlamaCpp, $"http://{listener.LocalEndpoint}");

        await using var unasked = new RemoteCompletionModel(settings);
        await using var asked = new RemoteCompletionModel(settings);
        Task<BackendException> asking = Ask.FailAsync(asked);
        using Socket connection = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_patience, TestContext.Current.CancellationToken);
        bool isAnotherThere = listener.Pending();
        listener.Stop();
        connection.Close();
        await asking;

        Assert.False(isAnotherThere);
    }
}
