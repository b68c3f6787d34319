using Fathom.Completion.Evaluation;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class FiguresTests
{
    [Fact]
    public void Shares_are_of_what_they_say()
    {
        CaseResult right = Result(exact: true, parses: true, shown: true) with { Names = NameResolution.Resolved };
        CaseResult wrong = Result(exact: false, parses: true, shown: true) with { Parses = null, EditSimilarity = 0.5 };
        CaseResult broken = Result(exact: false, parses: false, shown: true) with { EditSimilarity = 0, Names = NameResolution.Unresolved };
        CaseResult unsure = Result(exact: true, parses: false, shown: false) with { Names = NameResolution.Unresolved };
        CaseResult nothing = Result(exact: false, parses: null, shown: false) with { Answer = null, EditSimilarity = 0 };

        Figures figures = Figures.Of([right, wrong, broken, unsure, nothing]);

        Assert.Equal(5, figures.Cases);
        Assert.Equal(4, figures.Suggested);
        Assert.Equal(2.0 / 5, figures.ExactMatch);
        Assert.Equal(2.5 / 5, figures.EditSimilarity);
        Assert.Equal(1.0 / 3, figures.Parses);
        Assert.Equal(3, figures.Parsed);
        Assert.Equal(3.0 / 5, figures.Shown);
        Assert.Equal(1.0 / 3, figures.ExactMatchShown);
        Assert.Equal(1.0 / 2, figures.ParsesShown);
        Assert.Equal(2, figures.BoundShown);
        Assert.Equal(1.0 / 2, figures.UnresolvedShown);
        Assert.Equal(10, figures.MeanTokens);
    }

    [Fact]
    public void The_95th_percentile_is_a_latency_that_was_measured()
    {
        Figures figures = Figures.Of([.. Enumerable.Range(1, 40).Reverse().Select(i => Result(true, true, true) with { Latency = TimeSpan.FromMilliseconds(i) })]);

        Assert.Equal(38, figures.Percentile95Latency);
        Assert.Equal(20.5, figures.MeanLatency);
    }

    [Fact]
    public void A_share_of_nothing_is_zero()
    {
        Figures figures = Figures.Of([Result(exact: true, parses: null, shown: false)]);

        Assert.Equal(0, figures.ExactMatchShown);
        Assert.Equal(0, figures.Parses);
    }

    internal static CaseResult Result(bool exact, bool? parses, bool shown, CaseKind kind = CaseKind.RestOfLine) => new(
        Cases.Of(kind, "«a»"), "a", exact, 1, exact, parses, shown, 0.5, CompletionOutcome.Shown, Tokens: 10, TimeSpan.FromMilliseconds(7));
}
