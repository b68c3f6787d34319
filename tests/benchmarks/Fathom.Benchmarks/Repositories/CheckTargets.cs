using System.Diagnostics;
using System.Globalization;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Benchmarks.Repositories;

/// <summary>
/// How long the compiler takes to check what is written into a body that one is in, beside a compilation of the whole folder for it; and how often it has something against
/// statements that stand in the folder, which compile there.
/// </summary>
internal static class CheckTargets
{
    private const int Statements = 200;

    /// <summary>Measures and prints a table in Markdown.</summary>
    public static int Run(string folder)
    {
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        RepositoryText[] texts = [.. files.ReadAll(CancellationToken.None)];
        var workspace = new CSharpWorkspace();
        workspace.Load(texts, ProjectFiles.ReadAll(files, CancellationToken.None), CancellationToken.None);
        List<double> checks = [], later = [], compilations = [];
        int against = 0;
        foreach ((RepositoryText text, StatementSyntax statement) in StatementsOf(texts))
        {
            int place = statement.SpanStart;
            string written = statement.ToString();
            CSharpView view = workspace.View(text.Path, text.Text.Remove(place, written.Length), place)!;
            view.PrepareCheck(CancellationToken.None);
            against += Timed(checks, () => view.FindProblem(place, place, written, 0, CancellationToken.None)) is null ? 0 : 1;
            Timed(later, () => view.FindProblem(place, place, written, 0, CancellationToken.None));
            Timed(compilations, () => view.Resolve(place, place, written, 0, CancellationToken.None));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Sum(text => (long)text.Text.Count('\n')):N0} lines, {workspace.Files:N0} files bound, {checks.Count} statements"));
        Console.WriteLine();
        Console.WriteLine("| what | median | 95th percentile |");
        Console.WriteLine("| --- | ---: | ---: |");
        Row("first check in a document just opened", checks);
        Row("the same statement with the next key", later);
        Row("the same by a compilation of the folder", compilations);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"First checks that took more than 60 ms: {checks.Count(time => time > 60)}. Statements found fault with, though they stand there: {against}."));
        return 0;
    }

    // One statement of every so-many-th file, the same ones in every run.
    private static IEnumerable<(RepositoryText Text, StatementSyntax Statement)> StatementsOf(RepositoryText[] texts)
    {
        var random = new Random(1);
        RepositoryText[] sources = [.. texts.Where(text => text.Path.EndsWith(".cs", StringComparison.Ordinal) && text.Text.Length > 3000)];
        random.Shuffle(sources);
        return sources
            .Select(text => (text, statement: CSharpSyntaxTree.ParseText(text.Text).GetRoot()
                .DescendantNodes()
                .OfType<StatementSyntax>()
                .Where(each => each is not BlockSyntax && each.Parent is BlockSyntax { Parent: BaseMethodDeclarationSyntax })
                .ElementAtOrDefault(random.Next(4))))
            .Where(each => each.statement is not null)
            .Take(Statements)!;
    }

    private static T Timed<T>(List<double> times, Func<T> question)
    {
        long start = Stopwatch.GetTimestamp();
        T answer = question();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return answer;
    }

    private static void Row(string what, List<double> milliseconds)
    {
        milliseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {milliseconds[milliseconds.Count / 2]:F1} ms | {milliseconds[milliseconds.Count * 95 / 100]:F1} ms |"));
    }
}
