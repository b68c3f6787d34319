using System.CommandLine;
using System.Globalization;
using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Documents;
using Fathom.Server.Models;
using Fathom.Server.Workspaces;
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
        var command = new Command("context", "Show what of the repository a model reads at a place of a file, and why.") { file, at, folder };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            result.GetRequiredValue(file), result.GetRequiredValue(at), result.GetValue(folder), model.Read(result), cancellationToken)));
        return command;
    }

    private static int Run(string file, CursorPlace place, string? folder, ModelChoice choice, CancellationToken cancellationToken)
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
        var request = new ContextRequest(path, text, lines.OffsetOf(new Position(place.Line - 1, place.Column - 1)));
        ICompletionModel model = EmbeddedModel.Load(choice);
        IReadOnlyList<ContextPiece> pieces = new RepositoryContext(index, new RecentEdits())
            .Choose(request, ContextBudget.Of(model, ContextBudget.Suggested), [], cancellationToken);
        Print(pieces);
        return 0;
    }

    private static void Print(IReadOnlyList<ContextPiece> pieces)
    {
        foreach (ContextPiece piece in pieces)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {piece.Path}: {piece.Reason} ({piece.Kind}, {piece.Tokens} tokens)"));
            Console.WriteLine(piece.Text.TrimEnd('\n'));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {pieces.Count} pieces, {pieces.Sum(piece => piece.Tokens)} of {ContextBudget.Suggested} tokens"));
    }
}
