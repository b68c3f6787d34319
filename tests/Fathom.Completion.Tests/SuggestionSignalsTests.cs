using Fathom.Completion.Cursor;
using Fathom.Completion.Filtering;
using Fathom.Completion.Generation;
using Fathom.Completion.Ranking;

namespace Fathom.Completion.Tests;

public sealed class SuggestionSignalsTests
{
    [Fact]
    public void Signals_are_those_of_the_shown_text_and_of_the_end_behind_it()
    {
        var candidate = new Candidate(
            "a.B();", [new("a", 1, -1, Entropy: 2), new(".B();", 1, -3, Entropy: 4), new("\n", 1, -0.5f), new("rest", 1, -9)], CandidateEnd.Complete);

        Dictionary<string, double> signals = Signals(MarkedText.Cursor("x = |\n"), candidate);

        Assert.Equal(-2, signals["mean_log_probability"]);
        Assert.Equal(-3, signals["least_log_probability"]);
        Assert.Equal(-1, signals["first_log_probability"]);
        Assert.Equal(-4, signals["total_log_probability"]);
        Assert.Equal(-0.5, signals["end_log_probability"]);
        Assert.Equal(2, signals["first_entropy"]);
        Assert.Equal(3, signals["mean_entropy"]);
        Assert.Equal(4, signals["most_entropy"]);
        Assert.Equal(Math.Log(3), signals["tokens"], 12);
    }

    [Theory]
    [InlineData("int total;\nreturn to|\n", "tal;", 0)]
    [InlineData("int total;\nreturn |\n", "total + count;", 0.5)]
    [InlineData("int totals;\n|\n", "total = 1;", 1)]
    [InlineData("public class |\n", "Cart;", 0)]
    public void Words_that_stand_nowhere_else_are_counted(string marked, string inserted, double expected) =>
        Assert.Equal(expected, Signals(MarkedText.Cursor(marked), Written(inserted))["new_words"]);

    [Theory]
    [InlineData("A();\n|\n", "A();", 1)]
    [InlineData("A();\n|\n", "B();", 0)]
    public void A_line_that_stands_in_the_document_already_is_seen(string marked, string inserted, double expected) =>
        Assert.Equal(expected, Signals(MarkedText.Cursor(marked), Written(inserted))["line_occurs"]);

    [Theory]
    [InlineData("x.|\n", "Count;", nameof(SuggestionPlace.Member))]
    [InlineData("F(|);\n", "1", nameof(SuggestionPlace.Argument))]
    [InlineData("|\n", "return;", nameof(SuggestionPlace.Statement))]
    [InlineData("x = |\n", "1;", nameof(SuggestionPlace.Other))]
    [InlineData("x = \"a|\n", "b\";", nameof(SuggestionPlace.String))]
    [InlineData("// to|\n", " do", nameof(SuggestionPlace.Comment))]
    public void The_place_is_what_the_suggestion_begins(string statement, string inserted, string expected) =>
        Assert.Equal(expected, PlaceOf("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("us|\nclass A;\n", "ing System;", nameof(SuggestionPlace.Directive))]
    [InlineData("class A\n{\n    |\n}\n", "int x;", nameof(SuggestionPlace.Declaration))]
    public void Places_outside_methods_are_told_apart(string marked, string inserted, string expected) =>
        Assert.Equal(expected, PlaceOf(marked, inserted));

    private static string PlaceOf(string marked, string inserted)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        var suggestion = new Suggestion(cursor.Offset, cursor.Offset, inserted, inserted, 1, 1);
        return SuggestionPlaces.Find(CSharpEdit.Of(cursor, suggestion, CancellationToken.None), CancellationToken.None).ToString();
    }

    private static Dictionary<string, double> Signals(CursorContext cursor, Candidate candidate) =>
        SuggestionSignals.Names.Zip(SuggestionSignals.Of(cursor, candidate, candidate.Text, null, false)).ToDictionary();

    private static Candidate Written(string text) => new(text, [new GeneratedPiece(text, 1, 0)], CandidateEnd.ModelEnded);
}
