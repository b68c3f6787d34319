using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Completion.Generation;
using Fathom.Server.Hosting;
using Fathom.Server.Models;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Tests;

/// <summary>A client of a server in this process, over in-memory streams. It writes and reads the bytes itself, so that framing is tested too.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private readonly Pipe _toServer = new();
    private readonly Pipe _fromServer = new();
    private readonly Stream _reader;
    private readonly List<JsonObject> _received = [];
    private readonly TestLog _log = new();
    private readonly CancellationTokenSource _signal = new();
    private readonly Task<int> _exit;
    private int _lastId;

    public TestClient(Func<ModelChoice, ICompletionModel> load, string? cacheFolder = null, ModelChoice? choice = null)
    {
        _reader = _fromServer.Reader.AsStream();
        var loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _exit = LanguageServer.RunAsync(
            _toServer.Reader.AsStream(), _fromServer.Writer.AsStream(), choice ?? new ModelChoice(null, 0), load, loggers, cacheFolder, _signal.Token);
    }

    /// <summary>Ends with the server's exit code; fails where that takes too long.</summary>
    public Task<int> Exit => _exit.WaitAsync(s_patience);

    /// <summary>All lines of the log at warning or above.</summary>
    public IReadOnlyList<string> Warnings => _log.Warnings;

    /// <summary>All lines of the log.</summary>
    public IReadOnlyList<string> Log => _log.Lines;

    /// <summary>All messages received so far.</summary>
    public IReadOnlyList<JsonObject> Received => _received;

    /// <summary>A client after <c>initialize</c> and <c>initialized</c>, whose server has loaded the model.</summary>
    public static async Task<TestClient> StartAsync(ICompletionModel model, string? options = null, string? cacheFolder = null)
    {
        var client = new TestClient(_ => model, cacheFolder);
        await client.RequestAsync("initialize", $$"""{"processId":null,"rootUri":"file:///w","capabilities":{},"initializationOptions":{{options ?? "null"}}}""");
        client.Notify("initialized", "{}");
        await client.ReadyAsync();
        return client;
    }

    /// <summary>Waits until there is a model, or none will be.</summary>
    public async Task ReadyAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        while ((await RequestAsync("fathom/status", "{}"))["result"]!["busy"]!.GetValue<bool>())
        {
            await Task.Delay(5, patience.Token);
        }
    }

    public void SendBytes(byte[] bytes)
    {
        Stream writer = _toServer.Writer.AsStream();
        writer.Write(bytes);
        writer.Flush();
    }

    public void SendBody(string body) => SendBytes(Frame(body));

    public void Notify(string method, string parameters) => NotifyTogether((method, parameters));

    /// <summary>Sends notifications in one write, so that the server reads them without a pause.</summary>
    public void NotifyTogether(params (string Method, string Parameters)[] notifications) =>
        SendBytes([.. notifications.SelectMany(each => Frame($$"""{"jsonrpc":"2.0","method":"{{each.Method}}","params":{{each.Parameters}}}"""))]);

    /// <summary>Sends a request and returns its id at once.</summary>
    public int Send(string method, string? parameters)
    {
        int id = ++_lastId;
        SendBody(parameters is null
            ? $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}"}"""
            : $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return id;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public Task<JsonObject> RequestAsync(string method, string? parameters) =>
        AnswerAsync(Send(method, method == "initialize" ? WithPatience(parameters!) : parameters));

    /// <summary>Waits for the answer with an id.</summary>
    public Task<JsonObject> AnswerAsync(int id) => ReadUntilAsync(message => message["method"] is null && message["id"]?.ToJsonString() == $"{id}");

    /// <summary>Options in which the model has a minute, where they name no time budget: how fast the machine is, is not the subject.</summary>
    private static string WithPatience(string initialize)
    {
        JsonObject parameters = JsonNode.Parse(initialize)!.AsObject();
        JsonObject options = parameters["initializationOptions"] as JsonObject ?? [];
        options.TryAdd("timeBudgetMs", 60_000);
        parameters["initializationOptions"] = options;
        return parameters.ToJsonString();
    }

    /// <summary>The first message, received already or still to come, for which a condition holds.</summary>
    public async Task<JsonObject> ReadUntilAsync(Func<JsonObject, bool> condition)
    {
        if (_received.Find(message => condition(message)) is { } found)
        {
            return found;
        }

        while (true)
        {
            JsonObject message = await ReadAsync().WaitAsync(s_patience);
            _received.Add(message);
            if (condition(message))
            {
                return message;
            }
        }
    }

    /// <summary>Ids of the answers received so far, in order.</summary>
    public IReadOnlyList<int> AnsweredIds() =>
        [.. _received.Where(message => message["method"] is null && message["id"] is JsonValue).Select(message => message["id"]!.GetValue<int>())];

    /// <summary>What an interrupt or a request to terminate does.</summary>
    public void Signal() => _signal.Cancel();

    public void CloseInput() => _toServer.Writer.Complete();

    public void Open(string uri, string text, string language = "csharp") => Notify("textDocument/didOpen", OpenParameters(uri, text, language));

    public static string OpenParameters(string uri, string text, string language = "csharp") =>
        new JsonObject { ["textDocument"] = new JsonObject { ["uri"] = uri, ["languageId"] = language, ["version"] = 1, ["text"] = text } }.ToJsonString();

    public static string InlineParameters(string uri, int line, int character, int trigger = 2) =>
        $$$"""{"textDocument":{"uri":"{{{uri}}}"},"position":{"line":{{{line}}},"character":{{{character}}} },"context":{"triggerKind":{{{trigger}}} } }""";

    public async ValueTask DisposeAsync()
    {
        CloseInput();
        await Exit;
        _signal.Dispose();
    }

    private static byte[] Frame(string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {bytes.Length}\r\n\r\n")), .. bytes];
    }

    private async Task<JsonObject> ReadAsync()
    {
        int length = 0;
        while (await ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(header["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        byte[] body = new byte[length];
        await _reader.ReadExactlyAsync(body);
        return (JsonObject)JsonNode.Parse(body)!;
    }

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            await _reader.ReadExactlyAsync(one);
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }
    }
}
