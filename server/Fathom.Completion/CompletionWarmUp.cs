using Fathom.Completion.Cursor;
using Fathom.Completion.Filtering;
using Fathom.Completion.Gate;
using Fathom.Completion.Stopping;

namespace Fathom.Completion;

/// <summary>Runs the parts of the pipeline that are slow the first time, so that the first request does not wait for them.</summary>
public static class CompletionWarmUp
{
    private const string Sample = """
        using System;

        namespace Sample;

        public sealed class Cart
        {
            private readonly List<int> _prices = [];

            public int Total(Func<int, bool> isCounted)
            {
                int total = 0;
                foreach (int price in _prices)
                {
                    total += isCounted(price) ? price : 0;
                }


            }
        }
        """;

    /// <summary>Loads and compiles the C# parser's code paths. Takes a few hundred milliseconds; to be called on a pool thread.</summary>
    public static void Run()
    {
        var document = new CompletionDocument("", "Sample.cs", "file", "csharp", Sample);
        CursorContext cursor = CursorContext.At(document, LikelyCursor.In(Sample));
        CompletionGate.Check(cursor, CompletionTrigger.Automatic, CompletionSettings.Default);
        IStopRule stop = StopRules.For(cursor, LinesBelow.At(cursor), CompletionSettings.Default, CancellationToken.None);
        stop.FindEnd("        return total;\n", ended: false);
        var suggestion = new Suggestion(cursor.LineStart, cursor.Offset, "        return total;", "return total;", 1, 1);
        CSharpEdit edit = CSharpEdit.Of(cursor, suggestion, CancellationToken.None);
        CSharpSyntaxCheck.IsSound(edit, CancellationToken.None);
        CSharpNameCheck.FindUnknown(edit, CancellationToken.None);
        CSharpReachability.CutsOff(edit, CancellationToken.None);
        CSharpDuplicateCheck.DeclaresAgain(edit, CancellationToken.None);
        MemberTokens member = MemberTokens.At(cursor, CancellationToken.None)!;
        UndeclaredNames.In(cursor, member);
        UnusedNames.In(cursor, member);
        MissingDirectives.At(CursorContext.At(document, document.Text.IndexOf(';', StringComparison.Ordinal) + 1), compiler: null, CancellationToken.None);
    }
}
