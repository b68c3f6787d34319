using System.CommandLine;
using System.Globalization;
using Fathom.Refactoring.Structural;
using Fathom.Repository.Files;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom search</c>: the places of a repository that have the shape of a piece of C#.</summary>
internal static class SearchCommand
{
    private const int Width = 120;

    public static Command Create()
    {
        var pattern = new Argument<string>("PATTERN") { Description = "C# with placeholders: $name for one thing, $name... for any number, as in 'Assert.Equal($a, $b)'." };
        var options = new RefactoringOptions();
        var command = new Command("search", "Find the places of a repository that have the shape of a piece of C#.") { pattern, options.Where, options.Repository };
        command.SetAction(async (result, cancellationToken) =>
            await RunAsync(result.GetRequiredValue(pattern), options.Constraints(result), options.Folder(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string pattern, IReadOnlyList<TypeConstraint> constraints, string folder, CancellationToken cancellationToken)
    {
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        IReadOnlyList<FoundPlace> found = await RefactoringRun.ShownAsync(files, (workspace, _) => StructuralSearch.FindAsync(workspace, pattern, constraints, cancellationToken), cancellationToken);
        foreach (FoundPlace place in found)
        {
            string text = string.Join(' ', place.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{place.Path}:{place.Line}:{place.Column}: {(text.Length > Width ? text[..Width] + "…" : text)}"));
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{found.Count:N0} places in {found.Select(place => place.Path).Distinct().Count():N0} files."));
        return 0;
    }
}
