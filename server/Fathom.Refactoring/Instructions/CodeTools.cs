using System.ComponentModel;
using System.Globalization;
using System.Text;
using Fathom.Refactoring.Renaming;
using Fathom.Refactoring.Structural;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Fathom.Refactoring.Instructions;

/// <summary>The tools of a model. What goes wrong in one is told to the model in a sentence, and it may try again.</summary>
internal sealed class RepositoryTools
{
    private const int MostPaths = 300;
    private const int MostPlaces = 80;
    private const int MostLines = 400;
    private const int LongestLine = 240;
    private readonly EditSession _session;

    private RepositoryTools(EditSession session) => _session = session;

    /// <summary>All tools of a session.</summary>
    public static IEnumerable<AITool> Of(EditSession session)
    {
        var tools = new RepositoryTools(session);
        return
        [
            AIFunctionFactory.Create(tools.ListFiles, "list_files"),
            AIFunctionFactory.Create(tools.SearchText, "search_text"),
            AIFunctionFactory.Create(tools.SearchCodeAsync, "search_code"),
            AIFunctionFactory.Create(tools.ReadFile, "read_file"),
            AIFunctionFactory.Create(tools.ReplaceTextAsync, "replace_text"),
            AIFunctionFactory.Create(tools.ReplaceCodeAsync, "replace_code"),
            AIFunctionFactory.Create(tools.RenameAsync, "rename"),
        ];
    }

    [Description("Lists the C# sources, with their numbers of lines.")]
    private string ListFiles([Description("A glob pattern, as src/**/*Handler.cs; all sources without it.")] string? pattern = null) => Guarded(() =>
    {
        _session.Tell($"lists {pattern ?? "the files"}");
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern ?? "**/*");
        string[] paths = [.. matcher.Match(_session.Now.Sources.Keys.Where(_session.IsVisible)).Files.Select(file => file.Path).Order(StringComparer.Ordinal)];
        return Listed(paths.Select(path => string.Create(CultureInfo.InvariantCulture, $"{path} ({_session.Now.Sources[path].Text.Count(letter => letter == '\n') + 1} lines)")), paths.Length, MostPaths);
    });

    [Description("Finds the lines of all C# sources that hold a text, whatever its case.")]
    private string SearchText([Description("The text.")] string text) => Guarded(() =>
    {
        _session.Tell($"searches '{text}'");
        var found = new List<string>();
        foreach (string path in _session.Now.Sources.Keys.Where(_session.IsVisible).Order(StringComparer.Ordinal))
        {
            string source = _session.Now.Sources[path].Text;
            if (text.Length > 0 && source.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                found.AddRange(source.Split('\n').Index().Where(line => line.Item.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(line => Place(path, line.Index + 1, line.Item)));
            }
        }

        return Listed(found, found.Count, MostPlaces);
    });

    [Description("Finds the places of all C# sources that have the shape of a piece of C# with placeholders.")]
    private Task<string> SearchCodeAsync(
        [Description("C# with placeholders: $name for one thing, $name... for any number.")] string pattern,
        [Description("What placeholders have to be of, each as name=Type.")] string[]? where = null,
        CancellationToken cancellationToken = default) => GuardedAsync(async () =>
    {
        _session.Tell($"searches {pattern}");
        FoundPlace[] found = [.. (await StructuralSearch.FindAsync(_session.Now, pattern, Constraints(where), cancellationToken)).Where(place => _session.IsVisible(place.Path))];
        return Listed(found.Select(place => Place(place.Path, place.Line, place.Text)), found.Length, MostPlaces);
    });

    [Description("Reads a C# source, or some of its lines, with line numbers.")]
    private string ReadFile(
        [Description("The file, as list_files gives it.")] string path,
        [Description("The first line, from 1.")] int firstLine = 1,
        [Description("The last line.")] int lastLine = int.MaxValue) => Guarded(() =>
    {
        _session.Tell($"reads {path}");
        string[] lines = _session.TextOf(path).Split('\n');
        int first = Math.Clamp(firstLine, 1, lines.Length);
        int last = Math.Clamp(lastLine, first, Math.Min(lines.Length, first + MostLines - 1));
        var text = new StringBuilder();
        for (int line = first; line <= last; line++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line}: {lines[line - 1].TrimEnd('\r')}\n");
        }

        return last < lines.Length ? text.Append(CultureInfo.InvariantCulture, $"… {lines.Length} lines in all\n").ToString() : text.ToString();
    });

    [Description("Replaces a text that occurs exactly once in a C# source. Give enough lines around to make it the only one.")]
    private Task<string> ReplaceTextAsync(
        [Description("The file.")] string path,
        [Description("The text as it stands there, without line numbers.")] string oldText,
        [Description("What comes in its place.")] string newText,
        CancellationToken cancellationToken = default) => GuardedAsync(async () =>
    {
        string text = _session.TextOf(path);
        bool isCrLf = text.Contains("\r\n", StringComparison.Ordinal);
        string wanted = isCrLf ? oldText.ReplaceLineEndings("\r\n") : oldText.ReplaceLineEndings("\n");
        int at = wanted.Length == 0 ? -1 : text.IndexOf(wanted, StringComparison.Ordinal);
        if (at < 0 || text.IndexOf(wanted, at + 1, StringComparison.Ordinal) >= 0)
        {
            throw new RefactoringException(at < 0 ? $"{path} does not hold that text; read it again." : $"{path} holds that text more than once; give more of what stands around it.");
        }

        SourceText edited = SourceText.From(text, Encoding.UTF8).WithChanges(new TextChange(new TextSpan(at, wanted.Length), newText.ReplaceLineEndings(isCrLf ? "\r\n" : "\n")));
        Solution solution = _session.Now.Solution.GetDocumentIdsWithFilePath(path).Aggregate(_session.Now.Solution, (each, id) => each.WithDocumentText(id, edited));
        return await _session.TakeAsync($"edited {path}", solution, [], [], cancellationToken);
    });

    [Description("Replaces all places of a shape in the whole repository by another shape. An empty replacement deletes statements and declarations.")]
    private Task<string> ReplaceCodeAsync(
        [Description("C# with placeholders.")] string pattern,
        [Description("C# of the same kind with the same placeholders.")] string replacement,
        [Description("What placeholders have to be of, each as name=Type.")] string[]? where = null,
        CancellationToken cancellationToken = default) => GuardedAsync(async () =>
    {
        (Solution replaced, IReadOnlyList<string> warnings) = await StructuralReplace.ApplyAsync(_session.Now, pattern, replacement, Constraints(where), cancellationToken);
        return replaced == _session.Now.Solution ? "Nothing fits the pattern." : await _session.TakeAsync($"replaced {pattern} by {replacement}", replaced, warnings, [], cancellationToken);
    });

    [Description("Gives a type, member, parameter or local another name in the whole repository.")]
    private Task<string> RenameAsync(
        [Description("A file in which the name stands.")] string path,
        [Description("A line in which it stands, from 1.")] int line,
        [Description("The name as it is.")] string oldName,
        [Description("The new name.")] string newName,
        CancellationToken cancellationToken = default) => GuardedAsync(async () =>
    {
        SourceText text = SourceText.From(_session.TextOf(path));
        TextLine row = text.Lines[Math.Clamp(line - 1, 0, text.Lines.Count - 1)];
        int column = row.ToString().IndexOf(oldName, StringComparison.Ordinal);
        if (column < 0 || oldName.Length == 0)
        {
            throw new RefactoringException(string.Create(CultureInfo.InvariantCulture, $"Line {line} of {path} does not hold '{oldName}'; read it again."));
        }

        Renamed renamed = await SymbolRename.ApplyAsync(_session.Now, path, row.Start + column, newName, cancellationToken);
        return await _session.TakeAsync(renamed.Title, renamed.Solution, renamed.Warnings, renamed.ChangedMeanings, cancellationToken);
    });

    private static TypeConstraint[] Constraints(string[]? where) => [.. (where ?? []).Select(TypeConstraint.Read)];

    private static string Place(string path, int line, string text)
    {
        string shown = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {(shown.Length > LongestLine ? shown[..LongestLine] + "…" : shown)}");
    }

    private static string Listed(IEnumerable<string> lines, int count, int most) => count == 0 ? "Nothing found."
        : string.Join('\n', lines.Take(most)) + (count > most ? string.Create(CultureInfo.InvariantCulture, $"\n… {count} in all; narrow the search") : "");

    private static string Guarded(Func<string> tool)
    {
        try
        {
            return tool();
        }
        catch (RefactoringException refused)
        {
            return refused.Message;
        }
    }

    private static async Task<string> GuardedAsync(Func<Task<string>> tool)
    {
        try
        {
            return await tool();
        }
        catch (RefactoringException refused)
        {
            return refused.Message;
        }
    }
}
