using Fathom.Repository.Context;

namespace Fathom.Repository.Tests.Context;

public sealed class ContextKeeperTests : IDisposable
{
    private readonly ContextFolder _folder = new(
        ("Order.cs", "public class Order { public int Number { get; } }\n"),
        ("Customer.cs", "public class Customer { public string Email { get; } }\n"));

    [Fact]
    public void Typing_in_a_member_changes_nothing()
    {
        var keeper = new ContextKeeper(_folder.Context);

        IReadOnlyList<ContextPiece> first = At(keeper, "class A { void M(Order order) { ▮ } }");
        IReadOnlyList<ContextPiece> second = At(keeper, "class A { void M(Order order) { var x = new Customer(); int y = 12▮ } }");

        Assert.Same(first, second);
    }

    [Fact]
    public void Another_member_makes_another_choice()
    {
        var keeper = new ContextKeeper(_folder.Context);

        At(keeper, "class A { void M(Order order) { ▮ } void N(Customer customer) { } }");
        IReadOnlyList<ContextPiece> second = At(keeper, "class A { void M(Order order) { } void N(Customer customer) { ▮ } }");

        Assert.Contains(second, piece => piece.Path == "Customer.cs");
    }

    [Fact]
    public void A_new_receiver_makes_another_choice_and_an_old_one_none()
    {
        var keeper = new ContextKeeper(_folder.Context);

        IReadOnlyList<ContextPiece> none = At(keeper, "class A { Customer _c; Order _o; void M() { ▮ } }");
        IReadOnlyList<ContextPiece> first = At(keeper, "class A { Customer _c; Order _o; void M() { _o.▮ } }");
        IReadOnlyList<ContextPiece> again = At(keeper, "class A { Customer _c; Order _o; void M() { _o.Number; _o.N▮ } }");

        Assert.NotSame(none, first);
        Assert.Contains(first, piece => piece.Kind == ContextKind.Receiver);
        Assert.Same(first, again);
    }

    [Fact]
    public void A_closed_document_is_forgotten()
    {
        var keeper = new ContextKeeper(_folder.Context);
        At(keeper, "class A { void M(Order order) { ▮ } }");

        keeper.Forget("A");

        Assert.Empty(keeper.Latest("A"));
    }

    [Fact]
    public async Task What_was_chosen_last_is_there_at_once_and_forgotten_at_once_while_a_choice_is_made()
    {
        var keeper = new ContextKeeper(_folder.Context);
        IReadOnlyList<ContextPiece> first = At(keeper, "class A { void M(Order order) { ▮ } void N() { } }");
        using var asked = new ManualResetEventSlim();
        using var answered = new ManualResetEventSlim();
        ContextRequest slow = ContextFolder.At("A.cs", "class A { void M(Order order) { } void N(Order order) { order.▮ } }") with
        {
            ReceiverType = () =>
            {
                asked.Set();
                answered.Wait(TestContext.Current.CancellationToken);
                return "Order";
            },
        };
        var choice = Task.Run(() => keeper.At("A", slow, ContextFolder.Options(), CancellationToken.None), TestContext.Current.CancellationToken);
        asked.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        IReadOnlyList<ContextPiece> latest = await Task.Run(() => keeper.Latest("A"), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Task.Run(keeper.ForgetAll, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        answered.Set();
        await choice;
        Assert.Same(first, latest);
        Assert.Empty(keeper.Latest("A"));
    }

    public void Dispose() => _folder.Dispose();

    private static IReadOnlyList<ContextPiece> At(ContextKeeper keeper, string marked) =>
        keeper.At("A", ContextFolder.At("A.cs", marked), ContextFolder.Options(), CancellationToken.None);
}
