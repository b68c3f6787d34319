using System.Globalization;
using System.Text;
using Fathom.Refactoring.Preview;
using Fathom.Refactoring.Staging;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Prints a staged edit: the diff on standard output, so that it can be kept or applied by git; what is to be said of it on standard error.</summary>
internal static class ChangeSetPrinter
{
    private const int MostErrors = 20;

    public static void Print(ChangeSet changes, AfterStaging decision)
    {
        string diff = UnifiedDiff.Of(changes);
        if (Console.IsOutputRedirected)
        {
            WriteRaw(diff);
        }
        else
        {
            foreach (string line in diff.Split('\n').SkipLast(1))
            {
                AnsiConsole.Console.WriteLine(line.TrimEnd('\r'), StyleOf(line));
            }
        }

        foreach (NewError error in changes.NewErrors.Take(MostErrors))
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"{error.Path}({error.Line},{error.Column}): new error {error.Id}: {error.Message}"));
        }

        if (changes.NewErrors.Length > MostErrors)
        {
            Say($"… and {changes.NewErrors.Length - MostErrors} more errors");
        }

        foreach (string warning in changes.Warnings)
        {
            Say($"note: {warning}.");
        }

        Say(Summary(changes, decision));
    }

    private static string Summary(ChangeSet changes, AfterStaging decision)
    {
        if (changes.Files.IsEmpty)
        {
            return "no file changes.";
        }

        string what = $"{changes.Title}: {Count(changes.Places, "place")} in {Count(changes.Files.Length, "file")}";
        string compiled = changes.NewErrors.IsEmpty ? "compiles as before" : $"would bring {Count(changes.NewErrors.Length, "new error")}";
        return decision switch
        {
            AfterStaging.Written => $"{what}, written; {compiled}.",
            AfterStaging.Refused => $"{what}, not written: it {compiled}. With --even-so it is written all the same.",
            _ => $"{what}; {compiled}. With --apply{(changes.NewErrors.IsEmpty ? "" : " --even-so")} it is written.",
        };
    }

    /// <summary>A number with its word.</summary>
    internal static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    /// <summary>To the letter: git compares line ends too, and a console of Windows would write its own, in a code page that lacks most letters.</summary>
    private static void WriteRaw(string diff)
    {
        if (Console.Out.Encoding is UTF8Encoding or UnicodeEncoding)
        {
            Console.Out.Write(diff);
            return;
        }

        using Stream output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(diff));
    }

    private static Style StyleOf(string line) => line switch
    {
        ['+', '+', '+', ..] or ['-', '-', '-', ..] => new Style(decoration: Decoration.Bold),
        ['+', ..] => new Style(Color.Green),
        ['-', ..] => new Style(Color.Red),
        ['@', ..] => new Style(Color.Teal),
        _ => Style.Plain,
    };

    private static void Say(string line) => Console.Error.WriteLine(line);
}
