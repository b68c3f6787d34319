using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Fathom.Backends.Protocols;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Fathom.Backends.Http;

/// <summary>Sends requests to one server and streams its answers. Every failure is a <see cref="BackendException"/>.</summary>
internal sealed class BackendClient : IDisposable
{
    private const int LongestErrorBody = 4096;
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pingDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(10);
    private readonly BackendSettings _settings;
    private readonly bool _answersInLines;
    private readonly TimeSpan _silenceLimit;
    private readonly HttpClient _http;

    /// <param name="settings">The server.</param>
    /// <param name="answersInLines">True where an answer is one JSON object a line; false for server-sent events.</param>
    /// <param name="failures">Says what went wrong.</param>
    /// <param name="silenceLimit">How long a server may send nothing.</param>
    public BackendClient(BackendSettings settings, bool answersInLines, BackendFailures failures, TimeSpan silenceLimit)
    {
        (_settings, _answersInLines, Failures, _silenceLimit) = (settings, answersInLines, failures, silenceLimit);
        var connections = new SocketsHttpHandler
        {
            // A redirect would carry the key elsewhere, and cookies are nobody's business.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !settings.Address.IsLoopback,
            ConnectTimeout = s_connectLimit,
            // An answer that is not wanted any more ends with its connection, so that the server stops.
            ResponseDrainTimeout = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
            // After a change of network a connection may be dead without a word; nobody waits for it longer than this, and none is kept for a day. Nothing is sent while nobody asks.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = s_pingDelay,
            KeepAlivePingTimeout = s_connectLimit,
            PooledConnectionLifetime = s_connectionLifetime,
        };
        _http = new HttpClient(new ResilienceHandler(Retries()) { InnerHandler = connections }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Says what went wrong.</summary>
    public BackendFailures Failures { get; }

    /// <summary>Sends a request and reads its answer event by event.</summary>
    /// <exception cref="BackendRefusal">The server answered with an error status.</exception>
    /// <exception cref="BackendException">There is no answer, or it is not of the protocol.</exception>
    /// <exception cref="OperationCanceledException">The answer is not wanted any more.</exception>
    public async IAsyncEnumerable<JsonElement> StreamAsync(BackendCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_silenceLimit);
        using HttpResponseMessage response = await GuardAsync(() => SendAsync(call, silence.Token), silence, cancellationToken).ConfigureAwait(false);
        Stream body = await BodyAsync(response, silence, cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<string> messages = _answersInLines ? ReadLinesAsync(body, silence.Token) : ReadEventsAsync(body, silence.Token);
        await using IAsyncEnumerator<string> reader = messages.GetAsyncEnumerator(silence.Token);
        while (await GuardAsync(() => reader.MoveNextAsync().AsTask(), silence, cancellationToken).ConfigureAwait(false))
        {
            JsonElement message = Parse(reader.Current);
            yield return Failures.InAnswer(message) is { } failure ? throw failure : message;
        }
    }

    /// <summary>Sends a request and reads its answer whole.</summary>
    /// <exception cref="BackendRefusal">The server answered with an error status.</exception>
    /// <exception cref="BackendException">There is no answer, or it is no JSON.</exception>
    /// <exception cref="OperationCanceledException">The answer is not wanted any more.</exception>
    public async Task<JsonElement> AskAsync(BackendCall call, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_silenceLimit);
        using HttpResponseMessage response = await GuardAsync(() => SendAsync(call, silence.Token), silence, cancellationToken).ConfigureAwait(false);
        Stream body = await BodyAsync(response, silence, cancellationToken).ConfigureAwait(false);
        return Parse(await GuardAsync(() => WholeAsync(body, silence.Token), silence, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>One more try where a server stumbles; whoever is overloaded, limits requests or is not there is left alone.</summary>
    private static ResiliencePipeline<HttpResponseMessage> Retries() => new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 1,
            Delay = TimeSpan.FromMilliseconds(200),
            UseJitter = true,
            ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Result is
            {
                StatusCode: HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout, Headers.RetryAfter: null,
            }),
        })
        .Build();

    private async Task<HttpResponseMessage> SendAsync(BackendCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Body is null ? HttpMethod.Get : HttpMethod.Post, BackendAddress.Of(_settings.Address, call.Path))
        {
            // Several answers share one connection, and ending one does not cost a new handshake.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (call.Body is { } body)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        if (_settings.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Secret);
        }

        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            Stream error = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            string said = await StartOfAsync(error, LongestErrorBody, cancellationToken).ConfigureAwait(false);
            RetryConditionHeaderValue? retryAfter = response.Headers.RetryAfter;
            throw new BackendRefusal((int)response.StatusCode, said, Failures.OfStatus((int)response.StatusCode, said, retryAfter));
        }
    }

    /// <summary>The body of an answer; a server is silent only while nothing at all comes, and keep-alives are something.</summary>
    private async Task<Stream> BodyAsync(HttpResponseMessage response, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        Stream body = await GuardAsync(() => response.Content.ReadAsStreamAsync(silence.Token), silence, cancellationToken).ConfigureAwait(false);
        return new AnswerStream(body, Failures, () => silence.CancelAfter(_silenceLimit));
    }

    /// <summary>Runs a step; what goes wrong becomes a sentence, and an answer that is not wanted any more stays cancelled.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> step, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (silence.IsCancellationRequested)
        {
            throw Failures.OfSilence(_silenceLimit);
        }
        catch (ObjectDisposedException)
        {
            throw new BackendException("Another model was chosen meanwhile.", BackendFault.Settings);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException and not BackendException or OperationCanceledException)
        {
            throw Failures.OfConnection(failure);
        }
        catch (Exception failure) when (failure is not BackendException and not BackendRefusal)
        {
            throw Failures.OfUnreadableAnswer(failure);
        }
    }

    private JsonElement Parse(string message)
    {
        try
        {
            return JsonElement.Parse(message);
        }
        catch (JsonException)
        {
            throw Failures.OfAnswer("what it sends is no JSON");
        }
    }

    private static async IAsyncEnumerable<string> ReadEventsAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(cancellationToken).ConfigureAwait(false))
        {
            if (item.Data == "[DONE]")
            {
                yield break;
            }

            if (item.Data.Length > 0)
            {
                yield return item.Data;
            }
        }
    }

    private static async IAsyncEnumerable<string> ReadLinesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static async Task<string> WholeAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string> StartOfAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[most];
        int count = await body.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}
