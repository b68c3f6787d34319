using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.FileSystemGlobbing;
using static Fathom.Refactoring.Instructions.ToolAnswers;

namespace Fathom.Refactoring.Instructions;

/// <summary>The tools of a model that take files for what they are, texts: of C# and of all else.</summary>
internal sealed class FileTools
{
    private const int MostPaths = 300;
    private const int MostLines = 400;
    private readonly EditSession _session;

    private FileTools(EditSession session) => _session = session;

    /// <summary>The tools of a session.</summary>
    public static IEnumerable<AITool> Of(EditSession session)
    {
        var tools = new FileTools(session);
        return
        [
            AIFunctionFactory.Create(tools.ListFiles, "list_files"),
            AIFunctionFactory.Create(tools.SearchText, "search_text"),
            AIFunctionFactory.Create(tools.ReadFile, "read_file"),
            AIFunctionFactory.Create(tools.ReplaceTextAsync, "replace_text"),
            AIFunctionFactory.Create(tools.CreateFileAsync, "create_file"),
            AIFunctionFactory.Create(tools.DeleteFileAsync, "delete_file"),
        ];
    }

    [Description("Lists the text files of the repository (C# sources, project files, settings, documentation and others), with their numbers of lines.")]
    private string ListFiles(
        [Description("A glob pattern, as src/**/*Handler.cs; all files without it.")] string? pattern = null,
        CancellationToken cancellationToken = default) => ToolAnswers.Of(_session, () =>
    {
        _session.Tell($"lists {pattern ?? "the files"}");
        string[] found = [.. TextsOf(pattern, cancellationToken).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Path} ({file.Text.Count(letter => letter == '\n') + 1} lines)"))];
        return Listed(found, found.Length, MostPaths);
    });

    [Description("Finds the lines of all text files that hold a text, whatever its case.")]
    private string SearchText(
        [Description("The text.")] string text,
        [Description("A glob pattern of the files to look into, as **/*.csproj; all files without it.")] string? files = null,
        CancellationToken cancellationToken = default) => ToolAnswers.Of(_session, () =>
    {
        _session.Tell($"searches '{text}'");
        string[] found = text.Length == 0 ? [] :
        [
            .. TextsOf(files, cancellationToken)
                .Where(file => file.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
                .SelectMany(file => file.Text.Split('\n').Index()
                    .Where(line => line.Item.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Select(line => Place(file.Path, line.Index + 1, line.Item))),
        ];
        return Listed(found, found.Length, MostPlaces);
    });

    [Description("Reads a text file, or some of its lines, with line numbers.")]
    private string ReadFile(
        [Description("The file, as list_files gives it.")] string path,
        [Description("The first line, from 1.")] int firstLine = 1,
        [Description("The last line.")] int lastLine = int.MaxValue) => ToolAnswers.Of(_session, () =>
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

    [Description("Replaces a text that occurs exactly once in a file. Give enough lines around to make it the only one.")]
    private Task<string> ReplaceTextAsync(
        [Description("The file.")] string path,
        [Description("The text as it stands there, without line numbers.")] string oldText,
        [Description("What comes in its place.")] string newText,
        CancellationToken cancellationToken = default) => OfAsync(_session, async () =>
    {
        string text = _session.TextOf(path);
        bool isCrLf = text.Contains("\r\n", StringComparison.Ordinal);
        // A file may have both line ends, and the model sees neither; overlapping places count as two.
        string wanted = string.Join("\r?\n", oldText.ReplaceLineEndings("\n").Split('\n').Select(Regex.Escape));
        Match[] places = oldText.Length == 0 ? [] : [.. Regex.Matches(text, $"(?=({wanted}))", RegexOptions.CultureInvariant).Take(2)];
        if (places is not [var place])
        {
            throw new RefactoringException(places.Length == 0 ? $"{path} does not hold that text; read it again." : $"{path} holds that text more than once; give more of what stands around it.");
        }

        return await _session.EditAsync(path, new TextChange(new TextSpan(place.Index, place.Groups[1].Length), newText.ReplaceLineEndings(isCrLf ? "\r\n" : "\n")), cancellationToken);
    });

    [Description("Makes a new text file, and the folders that it needs. A C# source is compiled with the project that it lies in.")]
    private Task<string> CreateFileAsync(
        [Description("Its path, relative to the folder of the repository, as src/Orders/Order.cs.")] string path,
        [Description("Its whole text.")] string text,
        CancellationToken cancellationToken = default) => OfAsync(_session, () => _session.CreateAsync(path, text, cancellationToken));

    [Description("Deletes a text file.")]
    private Task<string> DeleteFileAsync(
        [Description("The file, as list_files gives it.")] string path,
        CancellationToken cancellationToken = default) => OfAsync(_session, () => _session.DeleteAsync(path, cancellationToken));

    private IEnumerable<(string Path, string Text)> TextsOf(string? pattern, CancellationToken cancellationToken)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern ?? "**/*");
        foreach (string path in matcher.Match(_session.Paths(cancellationToken)).Files.Select(file => file.Path).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_session.FindText(path) is { } text)
            {
                yield return (path, text);
            }
        }
    }
}
