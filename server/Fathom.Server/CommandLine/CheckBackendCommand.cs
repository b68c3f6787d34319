using System.Diagnostics;
using System.Globalization;
using System.Text;
using Fathom.Backends;
using Fathom.Completion.Generation;
using Fathom.Server.Models;
using Command = System.CommandLine.Command;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom backend check</c>: sends one small request to a server, and says in plain words what works.</summary>
internal static class CheckBackendCommand
{
    private const int Tokens = 16;
    private const int MostNames = 12;
    private static readonly CompletionPrompt s_prompt = new("Sample.cs", "int Add(int first, int second)\n{\n    return ", ";\n}\n", []);

    public static Command Create()
    {
        var model = new ModelOptions(ModelPlace.Elsewhere);
        var command = new Command("check", "Send one small request to a server that runs a model, and say what works or what to do.");
        model.AddTo(command);

        // An interruption is heard once the action has been started, so that must not take long.
        command.SetAction((result, cancellationToken) => Task.Run(() => RunAsync(model.Read(result), cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ModelChoice choice, CancellationToken cancellationToken)
    {
        if (choice.Backend is not { } backend)
        {
            Console.WriteLine("The model runs in this process, and nothing is sent; name another with --backend, --url and --model.");
            return 0;
        }

        BackendSettings settings = BackendSettings.Of(backend, Environment.GetEnvironmentVariable, needsModel: false);
        await using var model = new RemoteCompletionModel(settings);
        long start = Stopwatch.GetTimestamp();
        string names = await NamesAsync(model, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{settings.Address.Authority} answers ({Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms); it {names}."));

        // Says what is missing where the server's own models were all that was asked for.
        _ = BackendSettings.Of(backend, Environment.GetEnvironmentVariable);
        Console.WriteLine(await CompleteAsync(model, cancellationToken));
        return 0;
    }

    private static async Task<string> NamesAsync(RemoteCompletionModel model, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> names = await model.ModelNamesAsync(cancellationToken);
            return names.Count == 0 ? "has no models" : $"has {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}";
        }
        catch (BackendException refused) when (refused.Fault == BackendFault.Request)
        {
            return "does not list its models";
        }
    }

    private static async Task<string> CompleteAsync(RemoteCompletionModel model, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        var text = new StringBuilder();
        int tokens = 0;
        bool tellsProbabilities = false;
        await foreach (GeneratedPiece piece in model.GenerateAsync(s_prompt, new GenerationOptions(Tokens), cancellationToken))
        {
            first ??= Stopwatch.GetElapsedTime(start);
            text.Append(piece.Text);
            tokens += piece.Tokens;
            tellsProbabilities |= piece.LogProbability is not null;
        }

        string shown = string.Concat(text.ToString().Replace("\n", "↵", StringComparison.Ordinal).Where(character => !char.IsControl(character)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {model.Name} completes: «{shown}» ({tokens} tokens, the first after {first?.TotalMilliseconds ?? 0:F0} ms, all after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms).
            It fills in the middle {(model.WritesPrompt ? "with a prompt that Fathom writes, as the server cannot" : "by the server's own means")}, and {(tellsProbabilities ? "tells how sure it is" : "does not tell how sure it is, so the form of a suggestion decides whether it is shown")}.
            """);
    }
}
