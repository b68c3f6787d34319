using System.Globalization;

namespace Fathom.Refactoring.Instructions;

/// <summary>Words the answers of tools. What goes wrong in one is told to the model in a sentence, and it may try again.</summary>
internal static class ToolAnswers
{
    /// <summary>Most places that a search tells.</summary>
    public const int MostPlaces = 80;

    private const int LongestLine = 240;

    /// <summary>A line of a file, cut where it is long.</summary>
    public static string Place(string path, int line, string text)
    {
        string shown = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: {(shown.Length > LongestLine ? shown[..LongestLine] + "…" : shown)}");
    }

    /// <summary>Some of many lines, and how many there are.</summary>
    public static string Listed(IEnumerable<string> lines, int count, int most) => count == 0 ? "Nothing found."
        : string.Join('\n', lines.Take(most)) + (count > most ? string.Create(CultureInfo.InvariantCulture, $"\n… {count} in all; narrow the search") : "");

    /// <summary>What a tool answers, or why it cannot.</summary>
    /// <param name="session">Knows what the model may see.</param>
    /// <param name="tool">The tool's work.</param>
    public static string Of(EditSession session, Func<string> tool)
    {
        session.Begin();
        try
        {
            return tool();
        }
        catch (RefactoringException refused)
        {
            return session.WhyNot(refused);
        }
    }

    /// <inheritdoc cref="Of"/>
    public static async Task<string> OfAsync(EditSession session, Func<Task<string>> tool)
    {
        session.Begin();
        try
        {
            return await tool();
        }
        catch (RefactoringException refused)
        {
            return session.WhyNot(refused);
        }
    }
}
