using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Fathom.Refactoring.Renaming;
using Fathom.Refactoring.Structural;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.AI;
using static Fathom.Refactoring.Instructions.ToolAnswers;

namespace Fathom.Refactoring.Instructions;

/// <summary>The tools of a model that know C#, and reach all of it in the repository.</summary>
internal sealed class CodeTools
{
    private readonly EditSession _session;

    private CodeTools(EditSession session) => _session = session;

    /// <summary>The tools of a session.</summary>
    public static IEnumerable<AITool> Of(EditSession session)
    {
        var tools = new CodeTools(session);
        return
        [
            AIFunctionFactory.Create(tools.SearchCodeAsync, "search_code"),
            AIFunctionFactory.Create(tools.ReplaceCodeAsync, "replace_code"),
            AIFunctionFactory.Create(tools.RenameAsync, "rename"),
        ];
    }

    [Description("Finds the places of all C# sources that have the shape of a piece of C# with placeholders.")]
    private Task<string> SearchCodeAsync(
        [Description("C# with placeholders: $name for one thing, $name... for any number.")] string pattern,
        [Description("What placeholders have to be of, each as name=Type.")] string[]? where = null,
        CancellationToken cancellationToken = default) => OfAsync(_session, async () =>
    {
        _session.Tell($"searches {pattern}");
        FoundPlace[] found = [.. (await StructuralSearch.FindAsync(_session.Now, pattern, Constraints(where), cancellationToken)).Where(place => _session.IsVisible(place.Path))];
        return Listed(found.Select(place => Place(place.Path, place.Line, place.Text)), found.Length, MostPlaces);
    });

    [Description("Replaces all places of a shape in all C# sources by another shape. An empty replacement deletes statements and declarations.")]
    private Task<string> ReplaceCodeAsync(
        [Description("C# with placeholders.")] string pattern,
        [Description("C# of the same kind with the same placeholders.")] string replacement,
        [Description("What placeholders have to be of, each as name=Type.")] string[]? where = null,
        CancellationToken cancellationToken = default) => OfAsync(_session, async () =>
    {
        (Solution replaced, IReadOnlyList<string> warnings) = await StructuralReplace.ApplyAsync(_session.Now, pattern, replacement, Constraints(where), cancellationToken);
        return replaced == _session.Now.Solution ? "Nothing fits the pattern." : await _session.TakeAsync($"replaced {pattern} by {replacement}", replaced, warnings, [], cancellationToken);
    });

    [Description("Gives a type, member, parameter, local or namespace another name in all C# sources.")]
    private Task<string> RenameAsync(
        [Description("A C# source in which the name stands.")] string path,
        [Description("A line in which it stands, from 1.")] int line,
        [Description("The name as it is.")] string oldName,
        [Description("The new name; of a namespace the whole new name with its dots, or without a dot that of its last part alone.")] string newName,
        CancellationToken cancellationToken = default) => OfAsync(_session, async () =>
    {
        SourceText text = SourceText.From(_session.TextOf(path));
        TextLine row = text.Lines[Math.Clamp(line - 1, 0, text.Lines.Count - 1)];
        Match word = Regex.Match(row.ToString(), $@"(?<![\w@]){Regex.Escape(oldName)}(?!\w)", RegexOptions.CultureInvariant);
        if (!word.Success || oldName.Length == 0)
        {
            throw new RefactoringException(string.Create(CultureInfo.InvariantCulture, $"Line {line} of {path} does not hold '{oldName}'; read it again."));
        }

        Renamed renamed = await SymbolRename.ApplyAsync(_session.Now, path, row.Start + word.Index, newName, cancellationToken);
        return await _session.TakeAsync(renamed.Title, renamed.Solution, renamed.Warnings, renamed.ChangedMeanings, cancellationToken);
    });

    private static TypeConstraint[] Constraints(string[]? where) => [.. (where ?? []).Select(TypeConstraint.Read)];
}
