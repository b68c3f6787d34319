using System.Net;
using System.Net.Sockets;
using Fathom.Server.Hosting;

namespace Fathom.Server.Tests;

/// <summary>A pipe or a port that cannot be opened is one sentence with the remedy.</summary>
public sealed class StreamFailureTests
{
    [Fact]
    public async Task A_pipe_in_a_folder_that_is_not_there_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes lie in no folder there");

        var failure = await Assert.ThrowsAsync<IOException>(() => ServerStreams.OverPipeAsync("/nowhere/at/all", TestContext.Current.CancellationToken));

        Assert.StartsWith("The pipe /nowhere/at/all cannot be opened (", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("name a short one with --pipe, in a folder that is there and can be written to.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_with_a_name_that_is_too_long_is_named_in_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names may be longer there");

        var failure = await Assert.ThrowsAsync<IOException>(() => ServerStreams.OverPipeAsync($"/tmp/{new string('p', 200)}", TestContext.Current.CancellationToken));

        Assert.StartsWith("The pipe /tmp/ppp", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_pipe_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "pipes are no files there");
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "of somebody", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<IOException>(() => ServerStreams.OverPipeAsync(file, TestContext.Current.CancellationToken));

        Assert.Contains("(a file is there that is no pipe)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("of somebody", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "ports are shared by other rules there");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connected = new TcpClient();
        await connected.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);

        // The near end of a connection: nobody listens there, and nobody else can.
        int port = ((IPEndPoint)connected.Client.LocalEndPoint!).Port;

        var failure = await Assert.ThrowsAsync<IOException>(() => ServerStreams.OverPortAsync(port, TestContext.Current.CancellationToken));

        Assert.Matches($@"^Port {port} cannot be opened \(.+\); name another one with --port\.$", failure.Message);
    }
}
