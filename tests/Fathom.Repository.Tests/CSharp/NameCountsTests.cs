using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.Tests.CSharp;

public sealed class NameCountsTests
{
    [Fact]
    public void Names_of_files_that_are_gone_count_no_more()
    {
        var counts = new NameCounts();
        counts.Set("A.cs", CSharpSyntaxTree.ParseText("class Order { Order next; }", cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken));
        counts.Set("B.cs", CSharpSyntaxTree.ParseText("class Invoice { Order order; }", cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken));

        counts.RemoveExcept(new Dictionary<string, bool> { ["B.cs"] = true });

        Assert.Equal((1, 1, 0), (counts["Order"], counts["Invoice"], counts["next"]));
    }
}
