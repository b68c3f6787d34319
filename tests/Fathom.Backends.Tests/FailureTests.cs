using System.Net;
using System.Net.Sockets;
using Fathom.Server.Tests;

namespace Fathom.Backends.Tests;

/// <summary>Whatever goes wrong is one sentence with the remedy, never holds the key, and does not become a storm of requests.</summary>
public sealed class FailureTests
{
    // Servers may say anything, also what they were sent.
    private const string Echo = "{\"error\":{\"message\":\"bad: Bearer " + Ask.Secret + "\",\"code\":\"invalid_request_error\"}}";

    [Theory]
    [InlineData(400, "refuses the request (400")]
    [InlineData(401, "refuses the key (401); set a valid one as fathom.backend.key")]
    [InlineData(402, "has no balance left (402); top it up")]
    [InlineData(403, "refuses the key (403)")]
    [InlineData(404, "correct fathom.backend.kind (--backend) or fathom.backend.url (--url)")]
    [InlineData(422, "refuses the request (422")]
    [InlineData(429, "takes no more requests for now (429")]
    [InlineData(500, "failed (500")]
    [InlineData(503, "is loading its model or overloaded (503")]
    [InlineData(302, "sends requests elsewhere (302), and they are not followed")]
    public async Task A_refusal_is_one_sentence_without_the_key(int status, string expected)
    {
        await using FakeServer server = await FakeServer.FailingAsync(status, Echo);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, model.Problem);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData(BackendKind.OpenAi, 404, """{"error":{"message":"The model `mystery` does not exist.","code":404}}""")]
    [InlineData(BackendKind.Ollama, 404, """{"error":"model 'mystery' not found"}""")]
    [InlineData(BackendKind.DeepSeek, 400, """{"error":{"message":"The supported API model names are deepseek-flash, but you passed mystery.","type":"invalid_request_error"}}""")]
    public async Task A_wrong_model_is_told_from_a_wrong_address(BackendKind kind, int status, string body)
    {
        await using FakeServer server = await FakeServer.FailingAsync(status, body);
        await using var model = new RemoteCompletionModel(Ask.Settings(kind, server.Url, "mystery"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("does not know the model 'mystery'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_server_is_one_sentence()
    {
        // Bound and not listened to, so that no other test is given it meanwhile.
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, $"http://{port.LocalEndPoint}"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.StartsWith("Nothing listens at 127.0.0.1:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_one_sentence()
    {
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, "https://models.invalid"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("models.invalid", failure.Message, StringComparison.Ordinal);
        Assert.Equal(BackendFault.Connection, failure.Fault);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_one_sentence_and_nothing_is_sent()
    {
        await using FakeServer server = await FakeServer.StartAsync((_, context) => FakeServer.WriteAsync(context, Answers.LlamaCpp("1")), secure: true);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("certificate is not trusted", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("<html>hello</html>", "broke off")]
    [InlineData("data: <html>\n\n", "what it sends is no JSON")]
    [InlineData("data: {\"unknown\":1}\n\n", "does not answer as openai does")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\"}]}\n\n", "broke off in the middle of an answer")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n", "failed (500: out of memory)")]
    [InlineData("data: {\"choices\":[{\"text\":\"\",\"finish_reason\":\"insufficient_system_resource\"}]}\n\n", "broke off")]
    public async Task An_answer_that_is_none_is_one_sentence(string body, string expected)
    {
        await using FakeServer server = await FakeServer.SayingAsync(body);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_one_sentence()
    {
        await using FakeServer server = await FakeServer.StartAsync(async (_, context) =>
        {
            await FakeServer.WriteAsync(context, Answers.Text(true, "1")[0]);
            context.Abort();
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("broke off", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using FakeServer server = await FakeServer.StartAsync(async (request, context) =>
        {
            await FakeServer.WriteAsync(context, Answers.Text(true, "1")[0]);
            await Task.Delay(Timeout.Infinite, request.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), silenceLimit: TimeSpan.FromMilliseconds(300));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("sent nothing for 0.3 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_is_left_alone_longer_and_longer_and_a_success_ends_that()
    {
        bool fails = true;
        var clock = new ManualClock();
        await using FakeServer server = await FakeServer.StartAsync((_, context) =>
            fails ? FakeServer.FailAsync(context, 503, "") : FakeServer.WriteAsync(context, Answers.Text(true, "1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), clock);

        for (int second = 0; second < 60; second++)
        {
            for (int key = 0; key < 5; key++)
            {
                await Ask.FailAsync(model);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(server.Requests.Count, 4, 7);
        fails = false;
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("1", await Ask.TextAsync(model));
        Assert.Null(model.Problem);
    }

    [Fact]
    public async Task A_server_that_begins_every_answer_and_breaks_off_is_left_alone_longer_and_longer()
    {
        var clock = new ManualClock();
        await using FakeServer server = await FakeServer.SayingAsync(Answers.Text(true, "1")[0]);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), clock);

        for (int second = 0; second < 60; second++)
        {
            await Ask.FailAsync(model);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(server.Requests.Count, 4, 7);
    }

    [Fact]
    public async Task An_answer_that_is_read_as_far_as_it_is_wanted_is_a_success()
    {
        bool fails = true;
        var clock = new ManualClock();
        await using FakeServer server = await FakeServer.StartAsync((_, context) =>
            fails ? FakeServer.FailAsync(context, 503, "") : FakeServer.WriteAsync(context, Answers.Text(true, "1", "2")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), clock);
        await Ask.FailAsync(model);
        fails = false;
        clock.Advance(TimeSpan.FromMinutes(2));

        await foreach (var _ in model.GenerateAsync(Ask.Prompt, new Completion.Generation.GenerationOptions(8), TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.Null(model.Problem);
    }

    [Theory]
    [InlineData("20")]
    [InlineData("Sun, 01 Mar 2026 12:00:20 GMT")]
    public async Task Retry_after_is_waited_for(string retryAfter)
    {
        var clock = new ManualClock();
        await using FakeServer server = await FakeServer.FailingAsync(429, Echo, retryAfter);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), clock);

        BackendException first = await Ask.FailAsync(model);
        clock.Advance(TimeSpan.FromSeconds(19));
        await Ask.FailAsync(model);
        int before = server.Requests.Count;
        clock.Advance(TimeSpan.FromSeconds(4));
        await Ask.FailAsync(model);

        Assert.Contains("again in 20 s", first.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (before, server.Requests.Count));
    }

    [Fact]
    public async Task A_server_that_stumbles_once_is_asked_once_more()
    {
        int asked = 0;
        await using FakeServer server = await FakeServer.StartAsync((_, context) =>
            ++asked == 1 ? FakeServer.FailAsync(context, 500, "") : FakeServer.WriteAsync(context, Answers.Text(true, "1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        Assert.Equal("1", await Ask.TextAsync(model));
    }

    [Fact]
    public async Task A_server_that_is_too_slow_three_times_is_told_of()
    {
        var clock = new ManualClock();
        CancellationTokenSource? budget = null;
        await using FakeServer server = await FakeServer.StartAsync(async (request, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await budget!.CancelAsync();
            await Task.Delay(Timeout.Infinite, request.Aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url), clock);

        for (int i = 0; i < 3; i++)
        {
            Assert.Null(model.Problem);
            using var next = new CancellationTokenSource();
            budget = next;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in model.GenerateAsync(Ask.Prompt, new Completion.Generation.GenerationOptions(8), next.Token))
                {
                }
            });
        }

        Assert.Contains("fathom.timeBudgetMs", model.Problem, StringComparison.Ordinal);
    }
}
