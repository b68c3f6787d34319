using System.Net;
using System.Net.Sockets;

namespace Fathom.Backends.Tests;

/// <summary>What a proxy refuses is not the server's doing, and the sentence names the proxy. These tests run alone, because a proxy is the whole process's.</summary>
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
[Collection(nameof(ProxyTests))]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public void Dispose() => HttpClient.DefaultProxy = _before;

    [Theory]
    [InlineData("https", "does not let a connection to models.invalid through; give the name and the password that it wants in HTTPS_PROXY, or name models.invalid in NO_PROXY.")]
    [InlineData("http", "on the way to models.invalid wants a name and a password (407); give them in HTTP_PROXY.")]
    public async Task A_proxy_that_wants_a_password_is_named(string scheme, string expected)
    {
        await using FakeServer proxy = await FakeServer.FailingAsync(407, "");
        HttpClient.DefaultProxy = new WebProxy(proxy.Url.Replace("://", "://user:proxy-secret@", StringComparison.Ordinal));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, $"{scheme}://models.invalid", hasKey: false));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Equal($"The proxy {new Uri(proxy.Url).Authority} {expected}", failure.Message);
        Assert.Equal(BackendFault.Connection, failure.Fault);
    }

    [Fact]
    public async Task A_proxy_that_does_not_listen_is_named()
    {
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        HttpClient.DefaultProxy = new WebProxy($"http://{port.LocalEndPoint}");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, "https://models.invalid"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Equal($"The proxy {port.LocalEndPoint} on the way to models.invalid cannot be reached; correct HTTPS_PROXY, or name models.invalid in NO_PROXY.", failure.Message);
    }

    [Fact]
    public async Task A_server_that_is_reached_without_the_proxy_is_not_mistaken_for_it()
    {
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1", BypassOnLocal: false, ["models\\.invalid"]);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, "https://models.invalid"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.DoesNotContain("proxy", failure.Message, StringComparison.OrdinalIgnoreCase);
    }
}
