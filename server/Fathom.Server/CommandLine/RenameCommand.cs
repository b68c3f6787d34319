using System.CommandLine;
using Fathom.Refactoring.Renaming;
using Fathom.Repository.Files;
using Fathom.Server.Documents;
using Position = Fathom.Server.Protocol.Position;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom rename</c>: gives what is declared in a repository another name everywhere.</summary>
internal static class RenameCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file in which the name stands." };
        var name = new Argument<string>("NAME") { Description = "The new name; of a namespace it may have dots and is the whole name then." };
        var at = new Option<CursorPlace>("--at") { Description = "Where it stands, LINE:COLUMN, both from 1.", Required = true, CustomParser = CursorPlace.Parse, HelpName = "LINE:COLUMN" };
        var options = new RefactoringOptions();
        var command = new Command("rename", "Give what is declared in a repository another name everywhere; shows the edit and what the compiler says of it.")
        {
            file, name, at, options.Repository, options.Apply, options.EvenSo,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            string source = result.GetRequiredValue(file);
            CursorPlace place = result.GetRequiredValue(at);
            return await RefactoringRun.EditAsync(
                result.GetValue(options.Repository) ?? RepositoryRoot.Around(source),
                (files, workspace, _) =>
                {
                    string path = files.RelativePath(Path.GetFullPath(source)) ?? throw new InvalidDataException($"{source} lies outside of {files.Folder}; name its folder with --repository.");
                    string text = workspace.Sources.TryGetValue(path, out var known) ? known.Text : File.ReadAllText(source);
                    LineIndex lines = LineIndex.Of(text);
                    if (place.Line > lines.LineCount)
                    {
                        throw new InvalidDataException($"{source} has {lines.LineCount} lines; --at names line {place.Line}.");
                    }

                    int offset = lines.OffsetOf(new Position(place.Line - 1, place.Column - 1));
                    if (lines.PositionOf(offset) is var there && there.Line == place.Line - 1 && there.Character < place.Column - 1)
                    {
                        throw new InvalidDataException($"Line {place.Line} of {source} has {there.Character} columns; --at names column {place.Column}.");
                    }

                    return SymbolRename.StageAsync(workspace, path, offset, result.GetRequiredValue(name), cancellationToken);
                },
                options.Decision(result),
                cancellationToken);
        });
        return command;
    }
}
