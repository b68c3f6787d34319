using System.CommandLine;
using System.Globalization;
using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Context.Windows;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Documents;
using Fathom.Server.Models;
using Fathom.Server.Workspaces;
using Spectre.Console;
using Command = System.CommandLine.Command;
using Position = Fathom.Server.Protocol.Position;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom context</c>: what of the repository a model would read at a place of a file, and why.</summary>
internal static class ContextCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file." };
        var at = new Option<CursorPlace>("--at") { Description = "The cursor, LINE:COLUMN, both from 1.", Required = true, CustomParser = CursorPlace.Parse, HelpName = "LINE:COLUMN" };
        var folder = new Option<string?>("--repository") { Description = "The folder; that of the git repository around the file by default.", HelpName = "DIR" };
        var model = new ModelOptions();
        var window = new Option<int?>("--window")
        {
            Description = "Fill a window of N tokens, up to 1,000,000, as for a model that runs elsewhere: whole files first, the most settled in front.",
            HelpName = "N",
        };
        window.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > ContextBudget.MostTokens)
            {
                result.AddError("--window has to be from 1 to 1000000.");
            }
        });
        var command = new Command("context", "Show what of the repository a model reads at a place of a file, and why.") { file, at, folder, window };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            result.GetRequiredValue(file), result.GetRequiredValue(at), result.GetValue(folder), result.GetValue(window), model.Read(result), cancellationToken)));
        return command;
    }

    private static int Run(string file, CursorPlace place, string? folder, int? window, ModelChoice choice, CancellationToken cancellationToken)
    {
        string text = File.ReadAllText(file);
        LineIndex lines = LineIndex.Of(text);
        if (place.Line > lines.LineCount)
        {
            throw new InvalidDataException($"{file} has {lines.LineCount} lines; --at names line {place.Line}.");
        }

        using RepositoryFiles files = RepositoryFiles.Open(folder ?? RepositoryRoot.Around(file));
        using RepositoryIndex index = RepositoryIndex.Open(files);
        IndexCommand.RefreshShown(index, cancellationToken);
        string path = files.RelativePath(Path.GetFullPath(file))
            ?? throw new InvalidDataException($"{file} lies outside of {files.Folder}; name its folder with --repository.");
        int offset = lines.OffsetOf(new Position(place.Line - 1, place.Column - 1));
        var compiler = new Lazy<CSharpWorkspace>(() => CompilerHost.WorkspaceOf(files, cancellationToken));
        var request = new ContextRequest(path, text, offset, () => compiler.Value.View(path, text, offset)?.ReceiverType(cancellationToken));
        var context = new RepositoryContext(index, new RecentEdits());
        if (window is { } tokens)
        {
            var packer = new WindowPacker(files, new ContextKeeper(context));
            Print(PackShown(packer, request, ContextBudget.Estimated(tokens), cancellationToken), tokens);
            return 0;
        }

        ICompletionModel model = EmbeddedModel.Load(choice);
        Print(context.Choose(request, ContextBudget.Of(model, ContextBudget.Suggested), [], cancellationToken), ContextBudget.Suggested);
        return 0;
    }

    /// <summary>Progress goes to standard error, and only to a terminal.</summary>
    private static IReadOnlyList<ContextPiece> PackShown(WindowPacker packer, ContextRequest request, ContextOptions options, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
        {
            return packer.Pack(request.Path, request, options, null, cancellationToken);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(progress =>
        {
            ProgressTask bar = progress.AddTask("tokens", maxValue: options.Tokens);
            return packer.Pack(request.Path, request, options, new Reporter(count => bar.Value = count), cancellationToken);
        });
    }

    private static void Print(IReadOnlyList<ContextPiece> pieces, int tokens)
    {
        foreach (ContextPiece piece in pieces)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {piece.Path}: {piece.Reason} ({piece.Kind}, {piece.Tokens} tokens)"));
            Console.WriteLine(piece.Text.TrimEnd('\n'));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {pieces.Count} pieces, {pieces.Sum(piece => piece.Tokens)} of {tokens} tokens"));
    }

    private sealed class Reporter(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
