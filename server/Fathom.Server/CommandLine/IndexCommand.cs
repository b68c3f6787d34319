using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom index</c>: brings the index of a folder up to date, or tells why a file is in it or not.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder; the current one by default.", DefaultValueFactory = _ => "." };
        var explain = new Option<string?>("--explain") { Description = "Tell whether a file may be read, and why not.", HelpName = "PATH" };
        var command = new Command("index", "Bring the index of a folder up to date.") { folder, explain };
        command.SetAction((result, cancellationToken) => Task.Run(
            () => result.GetValue(explain) is { } path
                ? Explain(result.GetRequiredValue(folder), path)
                : Run(result.GetRequiredValue(folder), cancellationToken),
            cancellationToken));
        return command;
    }

    private static int Explain(string folder, string path)
    {
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        FileVerdict verdict = files.Judge(File.Exists(path) ? Path.GetFullPath(path) : path);
        Warn(files);
        Console.WriteLine($"{verdict.Path}: {SkipReasons.Explain(verdict.Reason)}");
        return 0;
    }

    private static int Run(string folder, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        using RepositoryIndex index = RepositoryIndex.Open(files);
        RefreshResult result = RefreshShown(index, cancellationToken);
        Warn(files);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        IndexStatistics statistics = index.Count();
        Print(string.Create(CultureInfo.InvariantCulture, $"{statistics.Files:N0} files, {statistics.Lines:N0} lines, {statistics.Types:N0} C# types"));
        Print(string.Create(CultureInfo.InvariantCulture, $"{result.Read:N0} read, {result.Removed:N0} removed, {result.Unchanged:N0} unchanged in {elapsed.TotalSeconds:F1} s"));
        foreach ((SkipReason reason, int count) in statistics.Skipped)
        {
            Print(string.Create(CultureInfo.InvariantCulture, $"{count:N0} kept out after a look inside: {SkipReasons.Explain(reason)}"));
        }

        Print(string.Create(CultureInfo.InvariantCulture, $"{statistics.CacheFile}, {statistics.Bytes / 1e6:F1} MB"));
        return 0;

        static void Print(string line) => Console.WriteLine(line);
    }

    private static void Warn(RepositoryFiles files)
    {
        foreach (string problem in files.Problems)
        {
            Console.Error.WriteLine($"fathom: {problem}");
        }
    }

    /// <summary>Progress goes to standard error, and only to a terminal.</summary>
    internal static RefreshResult RefreshShown(RepositoryIndex index, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
        {
            return index.Refresh(null, cancellationToken);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(progress =>
        {
            ProgressTask bar = progress.AddTask("index");
            return index.Refresh(new Reporter(step => (bar.MaxValue, bar.Value) = (Math.Max(step.All, 1), step.Done)), cancellationToken);
        });
    }

    private sealed class Reporter(Action<IndexProgress> report) : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value) => report(value);
    }
}
