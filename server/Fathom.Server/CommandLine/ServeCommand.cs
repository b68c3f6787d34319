using System.CommandLine;
using System.Runtime.InteropServices;
using Fathom.Completion.Generation;
using Fathom.Repository;
using Fathom.Server.Hosting;
using Fathom.Server.Logging;
using Fathom.Server.Models;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom serve</c>: the language server.</summary>
internal static class ServeCommand
{
    // 128 and the number of the signal, as shells and editors expect it.
    private const int Terminated = 143;

    public static Command Create()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Speak over standard input and output (the default)." };
        var pipe = new Option<string?>("--pipe") { Description = "Speak over a named pipe or Unix socket: the client's, or a new one that waits for it.", HelpName = "NAME" };
        var port = new Option<int?>("--port", "--socket") { Description = "Speak over a TCP port of this machine: the client's, or a new one that waits for it.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 65535)
            {
                result.AddError("--port has to be from 1 to 65535.");
            }
        });
        var log = new Option<string?>("--log") { Description = "Write the log to a file in place of standard error.", HelpName = "FILE" };
        var model = new ModelOptions(ModelPlace.Anywhere);
        var command = new Command("serve", "Run the language server (LSP 3.18, inline completion).") { stdio, pipe, port, log };
        model.AddTo(command);
        // Some clients add this; the process id in `initialize` says the same.
        command.Options.Add(new Option<int?>("--clientProcessId") { Hidden = true });
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetValue(pipe), result.GetValue(port), result.GetValue(log), model.Read(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? pipe, int? port, string? log, ModelChoice model, CancellationToken cancellationToken)
    {
        // Whatever a library prints must not end up between protocol messages.
        Console.SetOut(Console.Error);
        TextWriter writer = log is null ? Console.Error : new SharedLogFile(log);
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(new TextLoggerProvider(writer)));
        await using ServerStreams streams = pipe is not null ? await ServerStreams.OverPipeAsync(pipe, cancellationToken)
            : port is not null ? await ServerStreams.OverPortAsync(port.Value, cancellationToken)
            : ServerStreams.OverStandardStreams();
        bool isTerminated = false;
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => isTerminated = true);
        int code = await LanguageServer.RunAsync(streams.Input, streams.Output, model, LoadWarm, loggers, CacheFolder.Default, cancellationToken);
        return !cancellationToken.IsCancellationRequested ? code : isTerminated ? Terminated : FathomCommand.Interrupted;
    }

    private static ICompletionModel LoadWarm(ModelChoice choice)
    {
        ICompletionModel model = EmbeddedModel.Load(choice);
        EmbeddedModel.WarmUpAsync(model).GetAwaiter().GetResult();
        return model;
    }
}
