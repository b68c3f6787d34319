using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using Fathom.Server.Hosting;

namespace Fathom.Server.Tests;

public sealed class ServerStreamsTests
{
    [Fact]
    public async Task A_pipe_nobody_listens_on_is_opened_for_the_client()
    {
        string name = $"fathom-{Guid.NewGuid():N}";
        Task<ServerStreams> serving = ServerStreams.OverPipeAsync(name, TestContext.Current.CancellationToken);
        await using var client = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous);

        await client.ConnectAsync(TestContext.Current.CancellationToken);
        await using ServerStreams streams = await serving;

        await AssertConnected(client, streams);
    }

    [Fact]
    public async Task A_pipe_the_client_listens_on_is_joined()
    {
        string name = $"fathom-{Guid.NewGuid():N}";
        await using var client = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        Task joined = client.WaitForConnectionAsync(TestContext.Current.CancellationToken);

        await using ServerStreams streams = await ServerStreams.OverPipeAsync(name, TestContext.Current.CancellationToken);
        await joined;

        await AssertConnected(client, streams);
    }

    [Fact]
    public async Task A_port_the_client_listens_on_is_joined()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using ServerStreams streams = await ServerStreams.OverPortAsync(port, TestContext.Current.CancellationToken);
        using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await AssertConnected(client.GetStream(), streams);
    }

    private static async Task AssertConnected(Stream client, ServerStreams server)
    {
        await server.Output.WriteAsync(new byte[] { 42 }, TestContext.Current.CancellationToken);
        await server.Output.FlushAsync(TestContext.Current.CancellationToken);
        byte[] received = new byte[1];
        await client.ReadExactlyAsync(received, TestContext.Current.CancellationToken);
        Assert.Equal(42, received[0]);
    }
}
