using System.Globalization;
using System.Text.Json;
using Fathom.Server.Status;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Prints a completion: in its place in the file, or as JSON.</summary>
internal static class CompletionPrinter
{
    private const int ContextLines = 6;
    private const string GhostStyle = "black on palegreen1";

    /// <summary>A few lines of the file with the suggestion in them, coloured on a terminal and between «» otherwise, and a line of figures.</summary>
    public static void PrintInPlace(ShownCompletion shown)
    {
        IAnsiConsole console = AnsiConsole.Console;
        string text = shown.Document.Text;
        string before = LastLines(text[..shown.Offset]);
        int replaceEnd = shown.Best?.ReplaceEnd ?? shown.Offset;
        string ghost = shown.Best is { } best ? best.Text[(shown.Offset - best.ReplaceStart)..] : "";
        bool hasColour = console.Profile.Capabilities.Ansi;
        console.Write(new Text(before, new Style(decoration: Decoration.Dim)));
        if (ghost.Length > 0)
        {
            console.Write(hasColour ? new Markup($"[{GhostStyle}]{ghost.EscapeMarkup()}[/]") : new Text($"«{ghost}»"));
        }

        console.Write(new Text(FirstLines(text[replaceEnd..]), new Style(decoration: Decoration.Dim)));
        console.WriteLine();
        console.WriteLine();
        console.WriteLine(Figures(shown));
    }

    /// <summary>One object with <c>text</c>, <c>tokens</c>, <c>milliseconds</c>, <c>confidence</c> and <c>outcome</c>.</summary>
    public static void PrintJson(ShownCompletion shown)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("text", shown.Best?.Inserted ?? "");
            writer.WriteNumber("tokens", shown.Answer.Tokens);
            writer.WriteNumber("milliseconds", Math.Round(shown.Elapsed.TotalMilliseconds, 1));
            writer.WriteNumber("confidence", Math.Round(shown.Best?.Confidence ?? 0, 4));
            writer.WriteString("outcome", RequestJournal.NameOf(shown.Answer.Outcome));
            if (shown.Answer.Detail is { } detail)
            {
                writer.WriteString("detail", detail);
            }

            writer.WriteEndObject();
        }

        Console.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Figures(ShownCompletion shown)
    {
        string outcome = RequestJournal.NameOf(shown.Answer.Outcome);
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome} · {shown.Answer.Tokens} tokens · {shown.Elapsed.TotalMilliseconds:F0} ms · confidence {shown.Best?.Confidence ?? 0:F2}");
        return shown.Answer.Detail is { } detail ? $"{figures} · {detail}" : figures;
    }

    private static string LastLines(string text)
    {
        int start = text.Length;
        for (int i = 0; i <= ContextLines; i++)
        {
            start = text.AsSpan(0, start).LastIndexOf('\n');
            if (start < 0)
            {
                return text;
            }
        }

        return text[(start + 1)..];
    }

    private static string FirstLines(string text)
    {
        int end = -1;
        for (int i = 0; i <= ContextLines; i++)
        {
            int next = text.IndexOf('\n', end + 1);
            if (next < 0)
            {
                return text.TrimEnd();
            }

            end = next;
        }

        return text[..end].TrimEnd();
    }
}
