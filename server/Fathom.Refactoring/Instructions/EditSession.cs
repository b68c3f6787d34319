using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Instructions;

/// <summary>The repository as a model sees and edits it: what the gate lets pass, at the state after the last edit. One call at a time.</summary>
internal sealed class EditSession
{
    private const int MostErrors = 20;
    private readonly Dictionary<string, bool> _visible = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly EditableWorkspace _start;
    private readonly RepositoryFiles _files;
    private readonly IProgress<string> _progress;

    /// <param name="start">The repository as it is.</param>
    /// <param name="files">Its gate.</param>
    /// <param name="progress">Told of every step.</param>
    public EditSession(EditableWorkspace start, RepositoryFiles files, IProgress<string> progress) => (_start, Now, _files, _progress) = (start, start, files, progress);

    /// <summary>The repository after the last edit.</summary>
    public EditableWorkspace Now { get; private set; }

    /// <summary>What edits have warned of.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Tells the user of a step.</summary>
    public void Tell(string step) => _progress.Report(step);

    /// <summary>True for a source that a model may see: nothing with a secret, nothing ignored.</summary>
    public bool IsVisible(string path)
    {
        if (!_visible.TryGetValue(path, out bool isVisible))
        {
            _visible[path] = isVisible = _start.Sources.TryGetValue(path, out SourceFile? source) && _files.JudgeText(path, source.Text) == SkipReason.None;
        }

        return isVisible;
    }

    /// <summary>The text of a source that a model may see.</summary>
    /// <exception cref="RefactoringException">There is none.</exception>
    public string TextOf(string path) => IsVisible(path)
        ? Now.Sources[path].Text
        : throw new RefactoringException($"There is no C# source {path} that may be read; list_files tells which there are.");

    /// <summary>Takes an edit, and says what the compiler makes of it.</summary>
    public async Task<string> TakeAsync(string done, Solution edited, IEnumerable<string> warnings, IReadOnlyList<NewError> changedMeanings, CancellationToken cancellationToken)
    {
        Document? hidden = edited.GetChanges(Now.Solution).GetProjectChanges().SelectMany(change => change.GetChangedDocuments())
            .Select(edited.GetDocument).FirstOrDefault(document => document?.FilePath is { } path && Now.Sources[path].IsGenerated);
        if (hidden is not null)
        {
            return $"Refused: {hidden.FilePath} is written by a tool.";
        }

        Now = await Now.AfterAsync(edited, cancellationToken);
        _warnings.UnionWith(warnings);
        Tell(done);
        ImmutableArray<NewError> errors = [.. (await ErrorDifference.FindAsync(_start.Solution, edited, null, cancellationToken)).New, .. changedMeanings];
        IEnumerable<string> lines = errors.Where(error => IsVisible(error.Path)).Take(MostErrors).Select(error => $"{error.Path}({error.Line},{error.Column}): {error.Id}: {error.Message}");
        return errors.IsEmpty ? $"{done}. No new errors." : $"{done}. {errors.Length} new errors in all:\n{string.Join('\n', lines)}";
    }
}
