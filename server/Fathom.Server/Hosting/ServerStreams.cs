using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;

namespace Fathom.Server.Hosting;

/// <summary>The streams over which a client is served.</summary>
internal sealed class ServerStreams : IAsyncDisposable
{
    private ServerStreams(Stream input, Stream output) => (Input, Output) = (input, output);

    /// <summary>What the client writes.</summary>
    public Stream Input { get; }

    /// <summary>What the client reads.</summary>
    public Stream Output { get; }

    /// <summary>The raw standard streams.</summary>
    public static ServerStreams OverStandardStreams() => new(Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>The pipe that the client listens on (as VS Code does), or a new one that waits for a client.</summary>
    /// <exception cref="IOException">The pipe cannot be made; the message says why, and what to do.</exception>
    public static async Task<ServerStreams> OverPipeAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await JoinOrOpenPipeAsync(name, cancellationToken);
        }
        catch (Exception refused) when (refused is SocketException or IOException or UnauthorizedAccessException or ArgumentException or PlatformNotSupportedException)
        {
            string reason = refused.Message.ReplaceLineEndings(" ").TrimEnd('.');
            throw new IOException($"The pipe {name} cannot be opened ({reason}); name a short one with --pipe, in a folder that is there and can be written to.", refused);
        }
    }

    /// <summary>The loopback port that the client listens on (as VS Code does), or a new one that waits for a client.</summary>
    /// <exception cref="IOException">The port cannot be opened; the message says why, and what to do.</exception>
    public static async Task<ServerStreams> OverPortAsync(int port, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        }
        catch (SocketException)
        {
            client.Dispose();
            client = await AcceptAsync(port, cancellationToken);
        }

        NetworkStream stream = client.GetStream();
        return new ServerStreams(stream, stream);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Output.DisposeAsync();
        await Input.DisposeAsync();
    }

    private static async Task<ServerStreams> JoinOrOpenPipeAsync(string name, CancellationToken cancellationToken)
    {
        var client = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await client.ConnectAsync(0, cancellationToken);
            return new ServerStreams(client, client);
        }
        catch (TimeoutException)
        {
            await client.DisposeAsync();
        }

        // Where pipes are files, the one that is there goes without a word.
        if (Path.IsPathRooted(name) && new FileInfo(name) is { Exists: true, Length: > 0 })
        {
            throw new IOException("a file is there that is no pipe");
        }

        var server = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await server.WaitForConnectionAsync(cancellationToken);
        return new ServerStreams(server, server);
    }

    private static async Task<TcpClient> AcceptAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
            client.NoDelay = true;
            return client;
        }
        catch (SocketException busy)
        {
            throw new IOException($"Port {port} cannot be opened ({busy.Message.TrimEnd('.')}); name another one with --port.", busy);
        }
    }
}
