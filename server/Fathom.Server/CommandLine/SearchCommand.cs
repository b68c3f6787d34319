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
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{place.Path}:{place.Line}:{place.Column}: {OneLine(place.Text)}"));
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{ChangeSetPrinter.Count(found.Count, "place")} in {ChangeSetPrinter.Count(found.Select(place => place.Path).Distinct().Count(), "file")}."));
        return 0;
    }

    /// <summary>Without line ends and what a terminal could take for an order.</summary>
    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string plain = string.Concat(line.Where(letter => !char.IsControl(letter)));
        return plain.Length <= Width ? plain : plain[..(char.IsHighSurrogate(plain[Width - 1]) ? Width - 1 : Width)] + "…";
    }
}
