using CsCheck;
using Fathom.Operators.Attention;
using Xunit;

namespace Fathom.Operators.Tests.Attention;

public sealed class EntrySelectionTests
{
    [Fact]
    public void The_largest_scores_are_selected_in_ascending_order_of_index() =>
        Gen.Select(Gen.Float[-5, 5].Array[1, 200], Gen.Int[0, 200]).Sample((scores, k) =>
        {
            int wanted = Math.Min(k, scores.Length);

            Assert.Equal(Expected(scores, wanted), Select(scores, wanted));
        });

    [Fact]
    public void Among_equal_scores_the_lowest_indices_are_selected() =>
        Gen.Select(Gen.Int[-2, 2].Select(i => (float)i).Array[1, 200], Gen.Int[0, 200]).Sample((scores, k) =>
        {
            int wanted = Math.Min(k, scores.Length);

            Assert.Equal(Expected(scores, wanted), Select(scores, wanted));
        });

    [Fact]
    public void Zeros_of_both_signs_are_equal() => Assert.Equal([0, 1], Select([-0f, 0f, -0f, 0f], 2));

    [Fact]
    public void Infinities_rank_at_the_ends_and_not_a_number_last() =>
        Assert.Equal([1, 2, 3], Select([float.NegativeInfinity, float.PositiveInfinity, -1e38f, float.MaxValue, float.NaN], 3));

    private static int[] Expected(float[] scores, int wanted) =>
        [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(wanted).Order()];

    private static int[] Select(float[] scores, int wanted)
    {
        int[] selected = new int[wanted];
        EntrySelection.Select(scores, new uint[scores.Length], wanted, selected);
        return selected;
    }
}
