using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Fathom.Backends.Protocols;

namespace Fathom.Backends.Http;

/// <summary>Puts what went wrong into one sentence with the remedy.</summary>
/// <param name="settings">The back end.</param>
/// <param name="server">What people call it.</param>
/// <param name="time">The clock for dates in answers.</param>
internal sealed class BackendFailures(BackendSettings settings, string server, TimeProvider time)
{
    private string Who => $"{server} at {settings.Address.Authority}";

    /// <summary>The proxy that stands between, without the name and the password in its address; null where there is none.</summary>
    private string? Proxy => settings.Address.IsLoopback || HttpClient.DefaultProxy.IsBypassed(settings.Address)
        ? null
        : HttpClient.DefaultProxy.GetProxy(settings.Address)?.Authority;

    private string ProxyVariable => settings.Address.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";

    /// <summary>An answer with an error status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body, or its start.</param>
    /// <param name="retryAfter">The header <c>Retry-After</c>, or null.</param>
    public BackendException OfStatus(int status, string body, RetryConditionHeaderValue? retryAfter)
    {
        TimeSpan? wait = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null);
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        string said = Said(body);
        return status switch
        {
            401 or 403 when settings.Key is null => new($"{Who} wants a key ({status}); set {SettingNames.Key}, or {BackendSettings.KeyVariable} in the environment of Fathom.", BackendFault.Key, wait),
            401 or 403 => new($"{Who} refuses the key ({status}); set a valid one as {SettingNames.Key}, or as {BackendSettings.KeyVariable} in the environment of Fathom.", BackendFault.Key, wait),
            402 => new($"The account at {settings.Address.Authority} has no balance left (402); top it up, or choose another back end.", BackendFault.Balance, wait),
            407 => new($"{ProxyOr("A proxy")} on the way to {settings.Address.Authority} wants a name and a password (407); give them in {ProxyVariable}.", BackendFault.Connection, wait),
            429 => new($"{Who} takes no more requests for now (429{InSeconds(wait)}); Fathom waits before it asks again.", BackendFault.Limit, wait),
            >= 300 and < 400 => new($"{Who} sends requests elsewhere ({status}), and they are not followed; set {SettingNames.Url} to the final address.", BackendFault.Request, wait),
            404 or 400 or 422 when SpeaksOfModel(body) => new($"{Who} does not know the model '{settings.Model}' ({status}{said}); correct {SettingNames.Model}; 'fathom backend check' lists those of the server.", BackendFault.Request, wait),
            404 or 405 => new($"{Who} does not know this request ({status}{said}); correct {SettingNames.Kind} or {SettingNames.Url}.", BackendFault.Request, wait),
            503 => new($"{Who} is loading its model or overloaded (503{said}); Fathom waits before it asks again.", BackendFault.Server, wait),
            >= 500 => new($"{Who} failed ({status}{said}); look into its log. Fathom waits before it asks again.", BackendFault.Server, wait),
            _ => new($"{Who} refuses the request ({status}{said}); a smaller {SettingNames.ContextTokens} or another {SettingNames.Kind} may help.", BackendFault.Request, wait),
        };
    }

    /// <summary>A connection that did not come about, or broke.</summary>
    public BackendException OfConnection(Exception failure)
    {
        string host = settings.Address.Authority;
        return failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
                new($"{ProxyOr("A proxy")} does not let a connection to {host} through; give the name and the password that it wants in {ProxyVariable}, or name {settings.Address.Host} in NO_PROXY.", BackendFault.Connection),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } when Proxy is { } proxy =>
                new($"The proxy {proxy} on the way to {host} cannot be reached; correct {ProxyVariable}, or name {settings.Address.Host} in NO_PROXY.", BackendFault.Connection),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new($"The name {settings.Address.Host} is not known to the network; correct {SettingNames.Url}, or go online.", BackendFault.Connection),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
                new($"There is no safe connection to {host}: its certificate is not trusted, or it speaks no TLS; install its certificate on this machine, or correct {SettingNames.Url}.", BackendFault.Connection),
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                new($"Nothing listens at {host}; start the server, or correct {SettingNames.Url}.", BackendFault.Connection),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } or TimeoutException or OperationCanceledException =>
                new($"{host} cannot be reached; start the server, or correct {SettingNames.Url}.", BackendFault.Connection),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => OfAnswer("no HTTP"),
            _ => new($"The connection to {host} broke off; Fathom asks again at the next key.", BackendFault.Connection),
        };
    }

    /// <summary>An answer that is not of the protocol.</summary>
    /// <param name="what">What was wrong with it, as a clause.</param>
    public BackendException OfAnswer(string what) => new(
        $"{Who} does not answer as {BackendKinds.NameOf(settings.Kind)} does ({what}); correct {SettingNames.Kind} or {SettingNames.Url}.", BackendFault.Answer);

    /// <summary>An answer at which reading failed in a way that nobody thought of.</summary>
    public BackendException OfUnreadableAnswer(Exception failure) => OfAnswer($"reading it fails with {failure.GetType().Name}");

    /// <summary>An answer that broke off.</summary>
    public BackendException OfBrokenAnswer() => new($"{Who} broke off in the middle of an answer; look into its log.", BackendFault.Answer);

    /// <summary>An answer that the server ended because it grew too long.</summary>
    public BackendException OfCutAnswer() => new($"{Who} cut its answer at its limit of tokens; ask for less at once, or raise the limit there.", BackendFault.Answer);

    /// <summary>Nothing came for a time.</summary>
    public BackendException OfSilence(TimeSpan limit) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Who} sent nothing for {limit.TotalSeconds:0.#} s; a smaller model or a smaller {SettingNames.ContextTokens} answers sooner."), BackendFault.Slow);

    /// <summary>An error in the middle of an answer; null where there is none.</summary>
    public BackendException? InAnswer(JsonElement message)
    {
        if (message.Member("error") is not { } error || error.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        int status = error.Member("code") is { ValueKind: JsonValueKind.Number } code && code.TryGetInt32(out int number) && number >= 400 ? number : 500;
        return OfStatus(status, message.GetRawText(), null);
    }

    /// <summary>The model has no layout by which its prompt could be written here.</summary>
    public BackendException OfLayout() => new(
        $"{Who} cannot fill in the middle with this model by itself; set {SettingNames.Fim} to the model's family, or take a model that was trained for it.", BackendFault.Request);

    private string ProxyOr(string other) => Proxy is { } proxy ? $"The proxy {proxy}" : other;

    private static string InSeconds(TimeSpan? wait) =>
        wait is { } time ? string.Create(CultureInfo.InvariantCulture, $", again in {Math.Ceiling(time.TotalSeconds):0} s") : "";

    private static bool SpeaksOfModel(string body) => body.Contains("model", StringComparison.OrdinalIgnoreCase)
        && (body.Contains("not found", StringComparison.OrdinalIgnoreCase) || body.Contains("not exist", StringComparison.OrdinalIgnoreCase)
            || body.Contains("supported", StringComparison.OrdinalIgnoreCase) || body.Contains("unknown", StringComparison.OrdinalIgnoreCase));

    /// <summary>The server's own words, short and on one line, behind a colon; empty where there are none.</summary>
    private string Said(string body)
    {
        string text = "";
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            text = root.Member("error") is { ValueKind: JsonValueKind.Object } error ? error.Text("message") : root.Text("error") is { Length: > 0 } plain ? plain : root.Text("message");
        }
        catch (JsonException)
        {
            // A page for people says nothing that belongs into one sentence.
            return "";
        }

        text = Quotation.Of(text, settings.Key);
        return text.Length == 0 ? "" : $": {text.TrimEnd('.')}";
    }
}
