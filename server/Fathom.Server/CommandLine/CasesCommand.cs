using System.CommandLine;
using System.CommandLine.Parsing;
using Fathom.Completion.Evaluation;
using Fathom.Repository.Files;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom cases</c>: makes cases for <c>fathom eval</c> from any tree of C# sources.</summary>
internal static class CasesCommand
{
    private const int DefaultCount = 400;

    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = "Folder of C# sources." };
        var output = new Option<string>("--out") { Description = "The file to write, one JSON object a line.", Required = true, HelpName = "FILE" };
        var count = new Option<int>("--count") { Description = "How many cases, shared evenly among the kinds.", DefaultValueFactory = _ => DefaultCount, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Equal seeds choose equal cases of equal sources.", DefaultValueFactory = _ => 1, HelpName = "S" };
        var kinds = new Option<CaseKind[]?>("--kinds")
        {
            Description = $"The kinds to make: {CaseKinds.Names}; all by default.",
            AllowMultipleArgumentsPerToken = true,
            CustomParser = ParseKinds,
            HelpName = "KIND",
        };
        var context = new Option<int>("--context") { Description = "How many other files each case has as context, the nearest by path; none by default.", HelpName = "N" };
        var asTyped = new Option<bool>("--as-typed") { Description = "Leave out what stands between the hole and the end of its block, as if it were not yet written." };
        var unfinished = new Option<bool>("--unfinished") { Description = "Cut the end of another line of the document, as if that were not finished." };
        context.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--context has to be 0 or more.");
            }
        });
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--count has to be 1 or more.");
            }
        });
        var command = new Command("cases", "Make cases for 'fathom eval' from a folder of C# sources.") { source, output, count, seed, kinds, context, asTyped, unfinished };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            result.GetRequiredValue(source),
            result.GetRequiredValue(output),
            new CaseMakerOptions(result.GetValue(count), result.GetValue(seed), result.GetValue(kinds) is { Length: > 0 } chosen ? chosen : [.. CaseKinds.All], result.GetValue(context), result.GetValue(asTyped), result.GetValue(unfinished)),
            cancellationToken)));
        return command;
    }

    private static int Run(string source, string output, CaseMakerOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = CaseMaker.Make(source, options, cancellationToken);
        if (cases.Count == 0)
        {
            throw new InvalidDataException($"{source} has no C# files that cases can be made from.");
        }

        using RepositoryFiles sources = RepositoryFiles.Open(source);
        var own = new OwnMemberCases(CompilerHost.WorkspaceOf(sources, cancellationToken));
        CaseFile.Write(output, cases.Select(one => own.Mark(one, cancellationToken)));
        int files = cases.DistinctBy(one => one.Path).Count();
        string shortage = cases.Count < options.Count ? $"; {options.Count} were asked for, but the folder has no more" : "";
        Console.WriteLine($"{output}: {cases.Count} cases from {files} files{shortage}");
        return 0;
    }

    /// <summary>Reads the names of kinds, apart or with commas between them.</summary>
    private static CaseKind[]? ParseKinds(ArgumentResult result)
    {
        var kinds = new List<CaseKind>();
        foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (CaseKinds.Find(name) is not { } kind)
            {
                result.AddError($"--kinds does not know '{name}'; the kinds are {CaseKinds.Names}.");
                return null;
            }

            kinds.Add(kind);
        }

        return [.. kinds.Distinct()];
    }
}
