namespace Fathom.Repository.CSharp;

/// <summary>Reads for <see cref="StackEstimate"/> what stands between tokens.</summary>
internal sealed class TriviaNesting(StackEstimate estimate)
{
    private const int Element = 700;
    private const int Sign = 500;
    private const int Region = 140;
    private const string LineEnds = "\r\n\u0085\u2028\u2029";
    private int _regions;

    /// <summary>True for what ends a line, a comment and a directive.</summary>
    public static bool IsLineEnd(char character) => LineEnds.Contains(character);

    /// <summary>Reads a directive, and gives its length.</summary>
    /// <param name="rest">The text from its sign on.</param>
    public int ReadDirective(ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> line = LineOf(rest);
        ReadOnlySpan<char> word = line[1..].TrimStart();
        _regions += word.StartsWith("if") ? 1 : word.StartsWith("endif") && _regions > 0 ? -1 : 0;
        int signs = word.StartsWith("if") || word.StartsWith("elif") ? SignsIn(word) : 0;
        estimate.Touch((_regions * Region) + (signs * Sign));
        return line.Length;
    }

    /// <summary>Reads a comment, and gives its length.</summary>
    /// <param name="rest">The text from its first slash on.</param>
    public int ReadComment(ReadOnlySpan<char> rest)
    {
        ReadOnlySpan<char> comment = LineOf(rest);
        if (rest[1] == '*')
        {
            int end = rest[2..].IndexOf("*/");
            comment = end < 0 ? rest : rest[..(end + 4)];
        }

        if (comment is ['/', '/', '/', ..] or ['/', '*', '*', ..])
        {
            ReadDocumentation(comment);
        }

        return comment.Length;
    }

    // Roslyn reads the elements of documentation by recursion too, and the type arguments in their attributes.
    private void ReadDocumentation(ReadOnlySpan<char> comment)
    {
        while (comment.IndexOfAny("<{/}") is >= 0 and var at)
        {
            char next = at + 1 < comment.Length ? comment[at + 1] : '\0';
            switch (comment[at])
            {
                case '<' when next == '/':
                case '/' when next == '>':
                    estimate.Discharge(Element);
                    at++;
                    break;
                case '}':
                    estimate.Discharge(Element);
                    break;
                case '<' or '{':
                    estimate.Charge(Element);
                    break;
            }

            comment = comment[(at + 1)..];
        }
    }

    private static int SignsIn(ReadOnlySpan<char> condition)
    {
        int signs = 0;
        foreach (char character in condition)
        {
            signs += character is '(' or '!' or '|' or '&' or '=' ? 1 : 0;
        }

        return signs;
    }

    private static ReadOnlySpan<char> LineOf(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny(LineEnds);
        return end < 0 ? rest : rest[..end];
    }
}
