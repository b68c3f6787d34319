using System.Diagnostics;
using System.Globalization;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;

namespace Fathom.Benchmarks.Repositories;

/// <summary>The index of a folder beside its targets: the first build, the next start, one edited file, a question, memory and the cache file.</summary>
internal static class IndexTargets
{
    private const int Edits = 100;

    /// <summary>Measures with an empty cache in a temporary folder and prints a table in Markdown.</summary>
    public static int Run(string folder)
    {
        string cache = Directory.CreateTempSubdirectory("fathom-index-").FullName;
        try
        {
            Measure(folder, cache);
        }
        finally
        {
            Directory.Delete(cache, recursive: true);
        }

        return 0;
    }

    private static void Measure(string folder, string cache)
    {
        long before = Environment.WorkingSet;
        (TimeSpan cold, IndexStatistics statistics, RefreshResult built) = Refresh(folder, cache);
        long extra = PeakWorkingSet() - before;
        (TimeSpan warm, _, RefreshResult unchanged) = Refresh(folder, cache);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{statistics.Lines:N0} lines in {statistics.Files:N0} files, {statistics.Types:N0} types; {built.Read:N0} files read at first, {unchanged.Read:N0} at the next start"));
        Console.WriteLine();
        Console.WriteLine("| what | measured | target for 1,000,000 lines |");
        Console.WriteLine("| --- | ---: | ---: |");
        Row("first build", cold.TotalSeconds, "s", "60 s");
        Row("next start", warm.TotalSeconds, "s", "2 s");

        using RepositoryFiles files = RepositoryFiles.Open(folder, cache);
        using RepositoryIndex index = RepositoryIndex.Open(files, cache);
        RepositoryText[] edited = [.. files.ReadAll(CancellationToken.None).Where((_, i) => i % 37 == 0).Take(Edits)];
        double[] edits = Time(edited.Length, i => index.Update(edited[i].Path, edited[i].Text + $"class Edited{i} {{ }}\n"));
        Row($"edited file of {edited.Average(each => each.Text.Count('\n')):F0} lines on average, median", edits[edits.Length / 2], "ms", "20 ms");
        Row("edited file, 95th percentile", edits[edits.Length * 95 / 100], "ms", "20 ms");
        double[] questions = Time(edited.Length, i => index.FindSimilar([.. edited[i].Text.Split(' ', '.', '(', '\n').Skip(40).Take(40)], edited[i].Path, most: 4));
        Row("similar code, median", questions[questions.Length / 2], "ms", "–");
        Row("similar code, 95th percentile", questions[questions.Length * 95 / 100], "ms", "–");
        Row("extra memory at the first build", extra / 1e6, "MB", "300 MB");
        Row("cache file", statistics.Bytes / 1e6, "MB", "–");
    }

    private static (TimeSpan Elapsed, IndexStatistics Statistics, RefreshResult Result) Refresh(string folder, string cache)
    {
        long start = Stopwatch.GetTimestamp();
        using RepositoryFiles files = RepositoryFiles.Open(folder, cache);
        using RepositoryIndex index = RepositoryIndex.Open(files, cache);
        RefreshResult result = index.RefreshInBackgroundAsync(null, CancellationToken.None).GetAwaiter().GetResult();
        return (Stopwatch.GetElapsedTime(start), index.Count(), result);
    }

    private static double[] Time(int count, Action<int> action)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static long PeakWorkingSet()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static void Row(string what, double value, string unit, string target) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {value:F1} {unit} | {target} |"));
}
