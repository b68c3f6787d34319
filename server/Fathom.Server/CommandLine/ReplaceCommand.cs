using System.CommandLine;
using Fathom.Refactoring.Structural;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom replace</c>: replaces the places of a repository that have one shape by another.</summary>
internal static class ReplaceCommand
{
    public static Command Create()
    {
        var pattern = new Argument<string>("PATTERN") { Description = "C# with placeholders: $name for one thing, $name... for any number, as in 'Assert.AreEqual($a, $b)'." };
        var replacement = new Argument<string>("REPLACEMENT") { Description = "What comes in its place, with the same placeholders; '' deletes statements and declarations." };
        var options = new RefactoringOptions();
        var command = new Command("replace", "Replace the places of a repository that have one shape by another; shows the edit and what the compiler says of it.")
        {
            pattern, replacement, options.Where, options.Repository, options.Apply, options.EvenSo,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            IReadOnlyList<TypeConstraint> constraints = options.Constraints(result);
            return await RefactoringRun.EditAsync(
                options.Folder(result),
                (_, workspace, _) => StructuralReplace.StageAsync(workspace, result.GetRequiredValue(pattern), result.GetRequiredValue(replacement), constraints, cancellationToken),
                options.Decision(result),
                cancellationToken);
        });
        return command;
    }
}
