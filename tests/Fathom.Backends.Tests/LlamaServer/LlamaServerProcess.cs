using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Fathom.Backends.Tests.LlamaServer;

/// <summary>A real llama-server, unpacked from Debian unstable by the script that obtains the editors of the tests.</summary>
internal sealed class LlamaServerProcess : IAsyncDisposable
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private LlamaServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts one that has loaded a model; skips the test where none can be had.</summary>
    public static async Task<LlamaServerProcess> StartAsync(string model)
    {
        string folder = Obtain();
        string libraries = Path.Combine(folder, Libraries);
        int port = FreePort();
        var start = new ProcessStartInfo(Path.Combine(folder, "usr/lib64/ld-linux-x86-64.so.2"))
        {
            // It looks for its processors' code beside itself and in the current folder; started through a loader it does not know where it is.
            WorkingDirectory = Path.Combine(libraries, "ggml/backends0"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--library-path", $"{libraries}:{libraries}/llama", Path.Combine(folder, "usr/bin/llama-server"),
                "--model", model, "--host", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--ctx-size", "4096", "--threads", "1", "--parallel", "1", "--metrics",
            },
        };
        Process process = Process.Start(start)!;
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new LlamaServerProcess(process, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        using var http = new HttpClient();
        long began = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http, server.Url))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > s_patience)
            {
                await server.DisposeAsync();
                lock (output)
                {
                    Assert.Fail($"llama-server did not start:\n{string.Join('\n', output)}");
                }
            }

            await Task.Delay(50);
        }

        return server;

        // The two streams are read by two threads.
        void Keep(string? line)
        {
            lock (output)
            {
                output.Add(line ?? "");
            }
        }
    }

    /// <summary>How often the model was run since the start, once for each token that it writes.</summary>
    public async Task<int> RunsAsync()
    {
        const string name = "llamacpp:n_decode_total ";
        using var http = new HttpClient();
        string metrics = await http.GetStringAsync($"{Url}/metrics", TestContext.Current.CancellationToken);
        string line = metrics.Split('\n').First(each => each.StartsWith(name, StringComparison.Ordinal));
        return (int)double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync($"{url}/health");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Obtain()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "llama-server is unpacked from Debian packages, for Linux only.");
        using var fetch = Process.Start(new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(Root(), "tests/editors/fetch.sh"), "sid", "llama.cpp", "usr/bin/llama-server" },
        })!;
        Task<string> errors = fetch.StandardError.ReadToEndAsync();
        string folder = fetch.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
        fetch.WaitForExit();
        Assert.SkipUnless(fetch.ExitCode == 0, errors.Result.Trim().Split('\n')[^1]);
        return folder;
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Lsp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }

    /// <summary>A port below those that the system hands out by itself: between this look and the server's start another test's server could get one of these, and answer in its place.</summary>
    private static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(20_000, 30_000);
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
