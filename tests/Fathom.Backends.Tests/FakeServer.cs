using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fathom.Backends.Tests;

/// <summary>
/// A fake of a server that runs a model: a real HTTP server on this machine that answers what the test says. What real servers answer is tested with
/// a real llama-server; the others cannot be had here, and their answers are written as their makers document them.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FakeServer(WebApplication application) => _application = application;

    /// <summary>Address, without a slash at the end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>All requests, in order.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Starts a server that answers every request by <paramref name="answer"/>.</summary>
    public static async Task<FakeServer> StartAsync(Func<FakeRequest, HttpContext, Task> answer, bool secure = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (secure)
            {
                listen.UseHttps(Certificate());
            }
        }));
        if (secure)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        WebApplication application = builder.Build();
        var server = new FakeServer(application);
        application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync();
            var request = new FakeRequest(context.Request.Path, context.Request.Headers.Authorization.ToString(), body, context.RequestAborted);
            server.Requests.Enqueue(request);
            await answer(request, context);
        });
        await application.StartAsync();
        server.Url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    /// <summary>A server that answers with these pieces of a body, one after another; with an empty text where none is asked for, as llama.cpp does.</summary>
    public static Task<FakeServer> SayingAsync(params string[] pieces) => StartAsync((request, context) =>
        request.Body.Contains("\"n_predict\":0", StringComparison.Ordinal) ? WriteAsync(context, "{\"content\":\"\",\"stop\":true}") : WriteAsync(context, pieces));

    /// <summary>A server that answers with an error.</summary>
    public static Task<FakeServer> FailingAsync(int status, string body, string? retryAfter = null) => StartAsync((_, context) => FailAsync(context, status, body, retryAfter));

    /// <summary>Answers with an error.</summary>
    public static Task FailAsync(HttpContext context, int status, string body, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(body);
    }

    /// <summary>Writes pieces of a body, each by itself.</summary>
    public static async Task WriteAsync(HttpContext context, params string[] pieces)
    {
        foreach (string piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
    }

    /// <summary>A certificate that nobody trusts.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}

/// <summary>What a server was sent.</summary>
internal sealed record FakeRequest(string Path, string Authorization, string Body, CancellationToken Aborted)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();
}
