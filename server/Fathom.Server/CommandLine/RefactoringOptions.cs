using System.CommandLine;
using Fathom.Refactoring.Staging;
using Fathom.Refactoring.Structural;
using Fathom.Repository.Files;

namespace Fathom.Server.CommandLine;

/// <summary>The options that the commands for edits of a repository share.</summary>
internal sealed class RefactoringOptions
{
    /// <summary>The folder.</summary>
    public Option<string?> Repository { get; } = new("--repository") { Description = "The folder; that of the git repository around the current one, or around the file, by default.", HelpName = "DIR" };

    /// <summary>What placeholders have to be of.</summary>
    public Option<string[]> Where { get; } = new("--where") { Description = "Take only places where a placeholder is of a type, as in logger=ILogger; may be given several times.", HelpName = "NAME=TYPE" };

    /// <summary>Whether files are written.</summary>
    public Option<bool> Apply { get; } = new("--apply") { Description = "Write the files; without it the edit is only shown." };

    /// <summary>Whether they are written in spite of errors.</summary>
    public Option<bool> EvenSo { get; } = new("--even-so") { Description = "With --apply: write even where the compiler would find new errors." };

    /// <summary>The folder as given, else that of the git repository around the current one, else the current one.</summary>
    public string Folder(ParseResult result) => result.GetValue(Repository) ?? RepositoryRoot.AroundFolder(Environment.CurrentDirectory) ?? Environment.CurrentDirectory;

    /// <summary>The constraints as given.</summary>
    public IReadOnlyList<TypeConstraint> Constraints(ParseResult result) => [.. (result.GetValue(Where) ?? []).Select(TypeConstraint.Read)];

    /// <summary>What becomes of a change set.</summary>
    public Func<ChangeSet, AfterStaging> Decision(ParseResult result)
    {
        (bool apply, bool evenSo) = (result.GetValue(Apply), result.GetValue(EvenSo));
        return changes => !apply || changes.Files.IsEmpty ? AfterStaging.Shown : changes.NewErrors.IsEmpty || evenSo ? AfterStaging.Written : AfterStaging.Refused;
    }
}
