using System.Text.RegularExpressions;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>A line elsewhere in the document that its writer has not finished: a call without its semicolon, or without its parenthesis too.</summary>
internal static partial class CutLine
{
    private const int Nearest = 4;

    /// <summary>A case of which another line lacks its end; the same case where no line can.</summary>
    /// <param name="one">The case.</param>
    /// <param name="random">Chooses the line, and what it lacks.</param>
    public static EvaluationCase In(EvaluationCase one, Random random)
    {
        Match[] above = [.. EndOfCall().Matches(one.Prefix).Where(end => one.Prefix.AsSpan(end.Index).Count('\n') >= Nearest)];
        Match[] below = [.. EndOfCall().Matches(one.Suffix).Where(end => one.Suffix.AsSpan(0, end.Index).Count('\n') >= Nearest)];
        if (above.Length + below.Length == 0)
        {
            return one;
        }

        int chosen = random.Next(above.Length + below.Length);
        int lost = random.Next(1, 3);
        return chosen < above.Length
            ? one with { Prefix = Without(one.Prefix, above[chosen], lost) }
            : one with { Suffix = Without(one.Suffix, below[chosen - above.Length], lost) };
    }

    private static string Without(string text, Match end, int lost) => text.Remove(end.Index + end.Length - lost, lost);

    [GeneratedRegex(@"\);(?=\r?\n)")]
    private static partial Regex EndOfCall();
}
