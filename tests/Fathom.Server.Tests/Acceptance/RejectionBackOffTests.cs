using Fathom.Completion;
using Fathom.Server.Acceptance;

namespace Fathom.Server.Tests.Acceptance;

public sealed class RejectionBackOffTests
{
    private readonly RejectionBackOff _backOff = new();

    [Theory]
    [InlineData(0, ConfidenceLevel.Eager)]
    [InlineData(RejectionBackOff.RejectionsPerStep - 1, ConfidenceLevel.Eager)]
    [InlineData(RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Balanced)]
    [InlineData(2 * RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Quiet)]
    [InlineData(20 * RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Quiet)]
    public void Rejections_in_a_row_make_it_quieter(int rejections, ConfidenceLevel expected)
    {
        Reject(rejections);

        Assert.Equal(expected, Eager(CompletionTrigger.Automatic));
    }

    [Theory]
    [InlineData(nameof(SuggestionFate.Accepted), ConfidenceLevel.Eager)]
    [InlineData(nameof(SuggestionFate.PartlyAccepted), ConfidenceLevel.Eager)]
    [InlineData(nameof(SuggestionFate.TypedThrough), ConfidenceLevel.Quiet)]
    public void One_acceptance_ends_that(string fate, ConfidenceLevel expected)
    {
        Reject(2 * RejectionBackOff.RejectionsPerStep);

        _backOff.Note(Enum.Parse<SuggestionFate>(fate));

        Assert.Equal(expected, Eager(CompletionTrigger.Automatic));
    }

    [Fact]
    public void What_is_asked_for_by_a_key_is_answered_as_always()
    {
        Reject(2 * RejectionBackOff.RejectionsPerStep);

        Assert.Equal(ConfidenceLevel.Eager, Eager(CompletionTrigger.Invoked));
    }

    private void Reject(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _backOff.Note(SuggestionFate.Rejected);
        }
    }

    private ConfidenceLevel Eager(CompletionTrigger trigger) =>
        _backOff.Apply(CompletionSettings.Default with { Confidence = ConfidenceLevel.Eager }, trigger).Confidence;
}
