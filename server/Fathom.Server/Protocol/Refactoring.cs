namespace Fathom.Server.Protocol;

/// <summary>Argument of <c>fathom.stageReplace</c>.</summary>
/// <param name="Pattern">C# with placeholders, as <c>Assert.AreEqual($a, $b)</c>.</param>
/// <param name="Replacement">What comes in its place; empty to delete.</param>
/// <param name="Where">What placeholders have to be of, each <c>name=Type</c>.</param>
/// <param name="Uri">A file of the folder that is meant; the first open folder without it.</param>
internal sealed record ReplaceArgument(string? Pattern, string? Replacement, IReadOnlyList<string>? Where, string? Uri);

/// <summary>Argument of <c>fathom.stageRename</c>.</summary>
/// <param name="Uri">A file in which the name stands.</param>
/// <param name="Position">Where.</param>
/// <param name="NewName">The new name.</param>
internal sealed record RenameArgument(string? Uri, Position? Position, string? NewName);

/// <summary>Argument of <c>fathom.stageEdit</c>.</summary>
/// <param name="Instruction">What is to be done, in the user's words.</param>
/// <param name="Uri">A file of the folder that is meant; the first open folder without it.</param>
internal sealed record EditArgument(string? Instruction, string? Uri);

/// <summary>An edit of the repository that is ready and that nobody has accepted yet.</summary>
/// <param name="Id">Its identity, for <c>fathom.applyStaged</c>.</param>
/// <param name="Title">What it does.</param>
/// <param name="Places">Number of single edits; 0 where nothing fits.</param>
/// <param name="Files">The files that change, relative to the folder.</param>
/// <param name="NewErrors">What the compiler would find that it does not find now, a line each.</param>
/// <param name="Warnings">What a person should know, sentences.</param>
/// <param name="Diff">All of it as a unified diff.</param>
/// <param name="Summary">What the model says of it, where one has made it.</param>
internal sealed record StagedChanges(
    string Id, string Title, int Places, IReadOnlyList<string> Files, IReadOnlyList<string> NewErrors, IReadOnlyList<string> Warnings, string Diff, string? Summary);

/// <summary>Answer to <c>fathom.applyStaged</c>, and of the client to <c>workspace/applyEdit</c>.</summary>
/// <param name="Applied">Whether the files are edited; false also where the user declined.</param>
/// <param name="FailureReason">Why not, where that is known.</param>
internal sealed record ApplyWorkspaceEditResult(bool Applied, string? FailureReason);
