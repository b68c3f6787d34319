using Fathom.Inference.Generation;

namespace Fathom.Inference.Tests.Generation;

public sealed class DraftPolicyTests
{
    [Fact]
    public void Drafts_that_were_right_are_followed_further_and_wrong_ones_not_at_all()
    {
        var right = new DraftPolicy();
        var wrong = new DraftPolicy();
        int before = right.Count(matched: 4, available: 7);

        for (int i = 0; i < 200; i++)
        {
            right.Learn(matched: 4, drafted: 7, right: 7);
            wrong.Learn(matched: 4, drafted: 7, right: 0);
        }

        Assert.Equal(7, right.Count(matched: 4, available: 7));
        Assert.InRange(before, 1, 6);
        Assert.Equal(0, wrong.Count(matched: 4, available: 7));
    }

    [Fact]
    public void Where_a_row_costs_as_much_as_a_run_nothing_is_drafted()
    {
        var policy = new DraftPolicy();

        for (int i = 0; i < 300; i++)
        {
            policy.Timed(1, TimeSpan.FromMicroseconds(200));
            policy.Timed(3, TimeSpan.FromMicroseconds(600));
        }

        Assert.Equal(0, policy.Count(matched: 20, available: 7));
    }
}
