using Fathom.Completion.Cursor;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Placement;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class CaseAnswerTests
{
    [Theory]
    [InlineData("        Add(«item»);\n", "item);", "item")]
    [InlineData("        Add(«item»);\n", "item", "item")]
    [InlineData("        return «total;»\n", "total;", "total;")]
    [InlineData("        return «total;»\n", "total;\n        }", "total;\n        }")]
    [InlineData("        Add(«item», 2);\n", "item", "item")]
    public void The_answer_is_what_stands_in_the_hole_afterwards(string marked, string inserted, string answer)
    {
        EvaluationCase one = Cases.Of(CaseKind.Expression, marked);
        var cursor = CursorContext.At(MarkedText.Document(one.Prefix + one.Suffix), one.Prefix.Length);

        Suggestion suggestion = SuggestionPlacer.Place(cursor, inserted, confidence: 1, tokens: 1);

        Assert.Equal(answer, CaseAnswer.Of(one, suggestion));
    }

    [Theory]
    [InlineData(CaseKind.RestOfLine, "total; \r\n    }\r\n", "total;")]
    [InlineData(CaseKind.RestOfLine, " total", " total")]
    [InlineData(CaseKind.WholeLine, "\n\n    return total;\n}", "return total;")]
    [InlineData(CaseKind.Block, "\r\n    a();\r\n    b();\r\n", "a();\n    b();")]
    [InlineData(CaseKind.Expression, " a + b ", "a + b")]
    public void Each_kind_compares_a_part_of_its_own(CaseKind kind, string text, string compared) =>
        Assert.Equal(compared, CaseAnswer.Compared(kind, text));
}
