namespace Fathom.Repository.CSharp;

/// <summary>Tells which texts Roslyn can be given: it reads and binds by recursion, and where the stack of a thread does not suffice for that the whole process ends.</summary>
public static class CSharpNesting
{
    // A quarter of what secondary threads have: the code around Roslyn takes its part, and a text goes on growing while it is typed in.
    private const int MostBytes = 1536 * 1024 / 4;

    // A key asks of the same text several times.
    private static volatile Judged? s_last;

    /// <summary>True for a text that is nested no deeper than Roslyn can go. Reads the text once; far cheaper than to parse it.</summary>
    /// <param name="text">The text of a C# file.</param>
    public static bool IsBearable(string text)
    {
        if (s_last is not { } last || !ReferenceEquals(last.Text, text))
        {
            s_last = last = new Judged(text, BytesFor(text) <= MostBytes);
        }

        return last.IsBearable;
    }

    /// <summary>The stack that Roslyn takes at the deepest place of a text, in bytes, seldom less than in truth.</summary>
    internal static int BytesFor(string text)
    {
        var estimate = new StackEstimate();
        new NestingScan(text, estimate).Run();
        return estimate.Peak;
    }

    private sealed record Judged(string Text, bool IsBearable);
}
