using System.Collections.Frozen;
using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Instructions;

/// <summary>The repository as a model sees and edits it: what the gate lets pass, at the state after the last edit. One call at a time.</summary>
internal sealed class EditSession
{
    private const int MostErrors = 20;

    // What the compiler says of these quotes the value of a constant, and that may stand in a source that a model may not see.
    private static readonly FrozenSet<string> s_quoteValues = ["CS0031", "CS0152", "CS0221", "CS0619"];

    private readonly Dictionary<string, bool> _visible = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly EditableWorkspace _start;
    private readonly RepositoryFiles _files;
    private readonly Func<string, bool> _mayShow;
    private readonly OtherFiles _others;
    private readonly IProgress<string> _progress;
    private int _rules;

    /// <param name="start">The repository as it is.</param>
    /// <param name="files">Its gate.</param>
    /// <param name="mayShow">False for the path of a file that the user keeps from models.</param>
    /// <param name="progress">Told of every step.</param>
    public EditSession(EditableWorkspace start, RepositoryFiles files, Func<string, bool> mayShow, IProgress<string> progress) =>
        (_start, Now, _files, _mayShow, _others, _progress, _rules) = (start, start, files, mayShow, new OtherFiles(files, mayShow, start.OpenText), progress, files.RulesVersion);

    /// <summary>The C# of the repository after the last edit.</summary>
    public EditableWorkspace Now { get; private set; }

    /// <summary>Tells the user of a step.</summary>
    public void Tell(string step) => _progress.Report(step);

    /// <summary>Begins a call: what an ignore file names since the last one is not shown any more.</summary>
    public void Begin()
    {
        _files.ReloadChangedRules(below: true);
        if (_rules != _files.RulesVersion)
        {
            _rules = _files.RulesVersion;
            _visible.Clear();
        }
    }

    /// <summary>Why a wish cannot be fulfilled, as a model may be told it.</summary>
    public string WhyNot(RefactoringException refused) => refused.Path is { } path && !IsVisible(path) ? "It cannot be done because of a file that may not be shown." : refused.Message;

    /// <summary>True for a C# source that a model may see: nothing with a secret, nothing ignored.</summary>
    public bool IsVisible(string path)
    {
        if (!Now.Sources.TryGetValue(path, out SourceFile? source))
        {
            return false;
        }

        if (!_visible.TryGetValue(path, out bool isVisible))
        {
            // An edit that reached a source before it was looked at does not make it one that may be seen.
            _visible[path] = isVisible = _mayShow(path) && IsGood(path, source.Text) && (!_start.Sources.TryGetValue(path, out SourceFile? read) || IsGood(path, read.Text));
        }

        return isVisible;
    }

    /// <summary>Paths of all files that a model may see, in their order, and of some that turn out to be no text.</summary>
    public IEnumerable<string> Paths(CancellationToken cancellationToken) =>
        Now.Sources.Keys.Where(IsVisible).Concat(_others.Paths(cancellationToken)).Order(StringComparer.Ordinal);

    /// <summary>The text of a file; null where there is none that a model may see.</summary>
    public string? FindText(string path) => SourceLanguages.IsCSharp(path) ? IsVisible(path) ? Now.Sources[path].Text : null : _others.TextOf(path);

    /// <summary>The text of a file that a model may see.</summary>
    /// <exception cref="RefactoringException">There is none.</exception>
    public string TextOf(string path) => FindText(path)
        ?? throw new RefactoringException($"There is no {(SourceLanguages.IsCSharp(path) ? "C# source" : "text file")} {path} that may be read; list_files tells which there are.");

    /// <summary>Edits a file, and says what the compiler makes of it.</summary>
    /// <exception cref="RefactoringException">There is none that may be edited, or it would be one that the compiler cannot read.</exception>
    public async Task<string> EditAsync(string path, TextChange change, CancellationToken cancellationToken)
    {
        SourceText edited = SourceText.From(TextOf(path), System.Text.Encoding.UTF8).WithChanges(change);
        if (!SourceLanguages.IsCSharp(path))
        {
            _others.Edit(path, change);
            return Taken($"edited {path}", path);
        }

        RefuseUnbearable(path, edited.ToString());
        return await TakeAsync($"edited {path}", Now.Solution.IdsAt(path).Aggregate(Now.Solution, (each, id) => each.WithDocumentText(id, edited)), [], [], cancellationToken);
    }

    /// <summary>Makes a file with the line ends of those around it, and says what the compiler makes of it.</summary>
    /// <exception cref="RefactoringException">There may be none of that path or text.</exception>
    public async Task<string> CreateAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (!NewPath.IsGood(path))
        {
            throw new RefactoringException($"'{path}' is no path that a file of the repository can have; give it relative to its folder with forward slashes, as src/Orders/Order.cs.");
        }

        SkipReason reason = _files.JudgeText(path, text, ofAnyKind: true);
        if (reason != SkipReason.None)
        {
            throw new RefactoringException($"{path} cannot be made: {SkipReasons.Explain(reason)}.");
        }

        if (!_mayShow(path))
        {
            throw new RefactoringException($"{path} cannot be made: the setting fathom.exclude keeps files of that path from models.");
        }

        RefuseTaken(path);
        string written = text.ReplaceLineEndings(LineEndAround(path, cancellationToken));
        if (!SourceLanguages.IsCSharp(path))
        {
            _others.Create(path, written);
            return Taken($"made {path}", path);
        }

        RefuseUnbearable(path, written);
        _visible[path] = true;
        return await TakeAsync($"made {path}", Now.With(path, written), [], [], cancellationToken);
    }

    /// <summary>Deletes a file, and says what the compiler makes of it.</summary>
    /// <exception cref="RefactoringException">There is none that may be deleted.</exception>
    public async Task<string> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        _ = TextOf(path);
        if (!SourceLanguages.IsCSharp(path))
        {
            _others.Delete(path);
            return Taken($"deleted {path}", path);
        }

        return await TakeAsync($"deleted {path}", Now.Without(path), [], [], cancellationToken);
    }

    /// <summary>Takes an edit of the C#, and says what the compiler makes of it.</summary>
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
        IEnumerable<string> lines = errors.Where(error => IsVisible(error.Path)).Take(MostErrors).Select(error => $"{error.Path}({error.Line},{error.Column}): {error.Id}: {Told(error)}");
        return errors.IsEmpty ? $"{done}. No new errors." : $"{done}. {errors.Length} new errors in all:\n{string.Join('\n', lines)}";
    }

    /// <summary>All that was edited.</summary>
    /// <param name="title">What the edit does.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ChangeSet> ChangesAsync(string title, CancellationToken cancellationToken)
    {
        ChangeSet changes = await StagedEdit.MakeAsync(title, _start, Now.Solution, _warnings, null, cancellationToken);
        return changes with { Files = [.. changes.Files.Concat(_others.Changes()).OrderBy(file => file.Path, StringComparer.Ordinal)] };
    }

    /// <summary>What is no C# is not compiled; a project file that changes would have to be, and that is said.</summary>
    private string Taken(string done, string path)
    {
        Tell(done);
        if (!ProjectFiles.IsOne(path))
        {
            return $"{done}.";
        }

        _warnings.Add($"{path} changes, and the compiler was asked with the projects as they are");
        return $"{done}. Projects are not read again: what the compiler says goes on to be of the projects as they were.";
    }

    private string Told(NewError error) => s_quoteValues.Contains(error.Id) && !Now.Sources.Keys.All(IsVisible) ? "it is about a value that may not be shown" : error.Message;

    private bool IsGood(string path, string text) => _files.JudgeText(path, text) == SkipReason.None;

    private void RefuseTaken(string path)
    {
        bool isTaken = SourceLanguages.IsCSharp(path) ? IsTakenSource(path) : _others.IsTaken(path);
        if (isTaken || _others.IsFolder(path) || Now.Sources.Keys.Any(each => each.StartsWith($"{path}/", StringComparison.Ordinal)))
        {
            throw new RefactoringException($"There is a {path} already; edit it, or take another path.");
        }

        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = path[..slash];
            if (Now.Sources.ContainsKey(folder) || File.Exists(_files.FullPath(folder)) || (_others.IsTaken(folder) && !Directory.Exists(_files.FullPath(folder))))
            {
                throw new RefactoringException($"{folder} is a file, and {path} cannot lie in it; take another path.");
            }
        }
    }

    /// <summary>A source that was deleted on the way leaves its place free; one that goes with the name of its type takes another.</summary>
    private bool IsTakenSource(string path) =>
        Now.Sources.ContainsKey(path)
        || (!_start.Sources.ContainsKey(path) && (Path.Exists(_files.FullPath(path)) || _start.OpenText(path) is not null))
        || Now.Solution.Projects.SelectMany(project => project.Documents).Any(document => document.PlaceOf() == path);

    private static void RefuseUnbearable(string path, string text)
    {
        if (!CSharpNesting.IsBearable(text))
        {
            throw new RefactoringException($"{path} would be nested more deeply than the compiler can read; write it with less.");
        }
    }

    /// <summary>That of the nearest file of its kind, or else of any kind.</summary>
    private string LineEndAround(string path, CancellationToken cancellationToken)
    {
        string? near = Paths(cancellationToken)
            .OrderByDescending(each => Path.GetExtension(each) == Path.GetExtension(path))
            .ThenByDescending(each => each.AsSpan().CommonPrefixLength(path))
            .Select(FindText)
            .FirstOrDefault(text => text?.Contains('\n', StringComparison.Ordinal) == true);
        return near?.Contains("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";
    }
}
