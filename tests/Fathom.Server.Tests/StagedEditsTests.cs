using Fathom.Refactoring.Staging;
using Fathom.Server.Refactoring;

namespace Fathom.Server.Tests;

public sealed class StagedEditsTests
{
    [Fact]
    public void The_last_four_are_kept_and_the_one_before_them_is_not()
    {
        var staged = new StagedEdits();
        ChangeSet[] edits = [.. Enumerable.Range(1, 5).Select(number => new ChangeSet($"edit {number}", [], [], []))];

        string[] ids = [.. edits.Select(edit => staged.Keep("/w", edit))];

        Assert.Equal([null, .. edits.Skip(1)], ids.Select(id => staged.Find(id)?.Changes));
    }
}
