using CsCheck;
using Fathom.Repository.Context;

namespace Fathom.Repository.Tests.Context;

public sealed class RepositoryContextTests
{
    private const string Order = "namespace Shop;\npublic class Order : Entity { public Customer Buyer { get; } public decimal Total() => 1; }\n";
    private const string Customer = "namespace Shop;\npublic class Customer { public string Email { get; set; } }\n";
    private const string Store = "namespace Shop;\npublic class Store { public Task<Order> FindAsync(int id) => null; public List<Order> All { get; } }\n";

    [Theory]
    [InlineData("class A { void M(Order order) { order.▮ } }", "Order")]
    [InlineData("class A { Order _order; void M() { _order.To▮ } }", "Order")]
    [InlineData("class A { Order _order; void M() { this._order.Buyer.▮ } }", "Customer")]
    [InlineData("class A { void M() { var order = new Order(); order?.▮ } }", "Order")]
    [InlineData("class A { async Task M(Store store) { var order = await store.FindAsync(1); order.▮ } }", "Order")]
    [InlineData("class A { void M(Store store) { foreach (var each in store.All) { each.Buyer.▮ } } }", "Customer")]
    [InlineData("class A { void M(Store store) { store.All[0].▮ } }", "Order")]
    [InlineData("class A { void M(Dictionary<int, Customer> all) { all[1].▮ } }", "Customer")]
    [InlineData("class A { void M(object o) { if (o is Order found) { found.▮ } } }", "Order")]
    [InlineData("class A { void M(object o) { ((Customer)o).▮ } }", "Customer")]
    [InlineData("class A { Store Get() => null; void M() { Get().▮ } }", "Store")]
    [InlineData("class A(Store store) { void M() { store.▮ } }", "Store")]
    public void The_type_in_front_of_the_dot_is_told(string document, string type)
    {
        using var folder = new ContextFolder(("Order.cs", Order), ("Customer.cs", Customer), ("Store.cs", Store));

        ContextPiece receiver = folder.Choose("A.cs", document).Single(piece => piece.Kind == ContextKind.Receiver);

        Assert.Contains($"class {type}", receiver.Text, StringComparison.Ordinal);
        Assert.Contains("at the cursor", receiver.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Customer", "class Customer")]
    [InlineData(null, "class Order")]
    public void What_the_compiler_knows_of_the_type_in_front_of_the_dot_goes_before_what_the_syntax_says(string? known, string outline)
    {
        using var folder = new ContextFolder(("Order.cs", Order), ("Customer.cs", Customer));

        ContextPiece receiver = folder.Choose("A.cs", "class A { void M(Order order) { order.▮ } }", receiverType: () => known).Single(piece => piece.Kind == ContextKind.Receiver);

        Assert.Contains(outline, receiver.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class A { void M() { unknown.▮ } }")]
    [InlineData("class A { void M() { var x = x.y; x.▮ } }")]
    [InlineData("▮")]
    [InlineData("class { void ( . ▮")]
    public void Where_nothing_is_known_nothing_is_told(string document)
    {
        using var folder = new ContextFolder(("Order.cs", Order));

        Assert.DoesNotContain(folder.Choose("A.cs", document), piece => piece.Kind == ContextKind.Receiver);
    }

    [Fact]
    public void The_documents_own_file_is_never_read_from_disk()
    {
        const string Answer = "class Cart { void Pay(Order order) { order.ChargeTheHiddenCard(secretAnswer); } }\n";
        using var folder = new ContextFolder(("Cart.cs", Answer), ("Order.cs", Order), ("CartTests.cs", "class CartTests { void Pay(Order order) { } }\n"));

        IReadOnlyList<ContextPiece> pieces = folder.Choose("Cart.cs", "class Cart { void Pay(Order order) { order.▮ } }\n");

        Assert.NotEmpty(pieces);
        Assert.DoesNotContain(pieces, piece => piece.Path == "Cart.cs" || piece.Text.Contains("secretAnswer", StringComparison.Ordinal));
    }

    [Fact]
    public void Types_are_of_the_nearest_namespace()
    {
        using var folder = new ContextFolder(("a/Order.cs", "namespace Other;\nclass Order { public int Wrong; }\n"), ("z/Order.cs", Order));

        ContextPiece receiver = folder.Choose("A.cs", "using Shop;\nclass A { void M(Order order) { order.▮ } }")[^1];

        Assert.Equal("z/Order.cs", receiver.Path);
    }

    [Fact]
    public void A_test_reads_what_it_tests()
    {
        using var folder = new ContextFolder(("src/Cart.cs", "public class Cart { public int Count { get; } }\n"));

        ContextPiece piece = folder.Choose("tests/CartTests.cs", "class CartTests { void Counts() { ▮ } }").Single(piece => piece.Kind == ContextKind.Counterpart);

        Assert.Equal("src/Cart.cs", piece.Path);
        Assert.Contains("public int Count { get; }", piece.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Similar_code_comes_once_a_file_and_only_its_best_lines()
    {
        string filler = string.Concat(Enumerable.Range(0, 40).Select(i => $"    int filler{i};\n"));
        using var folder = new ContextFolder(
            ("Mail.cs", $"class Mail\n{{\n{filler}    void Send(Envelope envelope) {{ gateway.Submit(envelope, priority); }}\n}}\n"),
            ("Other.cs", "class Other { void Wave() { } }\n"));

        ContextPiece piece = folder.Choose("Post.py", "def post(envelope):\n    gateway.submit(envelope, priority)\n    ▮", ContextFolder.Options() with { SimilarLines = 4 })
            .Single(piece => piece.Kind == ContextKind.SimilarCode);

        Assert.Equal("Mail.cs", piece.Path);
        Assert.Contains("gateway.Submit", piece.Text, StringComparison.Ordinal);
        Assert.Equal(4, piece.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void What_stands_in_another_piece_is_not_told_again()
    {
        using var folder = new ContextFolder(("Order.cs", "class Order\n{\n    public int Total { get; }\n}\n"));

        IReadOnlyList<ContextPiece> pieces = folder.Choose("A.cs", "class A\n{\n    void Show(Order order)\n    {\n        order.▮\n    }\n}\n");

        Assert.Equal(ContextKind.Receiver, Assert.Single(pieces).Kind);
    }

    [Fact]
    public void Lines_edited_lately_in_other_files_are_told()
    {
        using var folder = new ContextFolder(("Order.cs", Order), ("Own.cs", "class Own { }\n"));
        folder.Edits.Add("Order.cs", line: 1);
        folder.Edits.Add("Own.cs", line: 0);

        ContextPiece piece = Assert.Single(folder.Choose("Own.cs", "class Own { ▮ }"), piece => piece.Kind == ContextKind.RecentEdit);

        Assert.Equal("line 2 was edited lately", piece.Reason);
        Assert.Contains("class Order", piece.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_the_model_does_not_see_are_told_private_ones_too()
    {
        string filler = string.Concat(Enumerable.Range(0, 20).Select(i => $"    // filler {i}\n"));
        string document = $"class Cart\n{{\n    private readonly int _limit;\n    private void Trim(int most) {{ }}\n{filler}    void Add()\n    {{\n        ▮\n    }}\n}}\n";
        using var folder = new ContextFolder(("Order.cs", Order));

        ContextPiece piece = folder.Choose("Cart.cs", document, ContextFolder.Options() with { SeenBefore = 100, SeenAfter = 100 }).Single(piece => piece.Kind == ContextKind.OwnMembers);

        Assert.Equal("class Cart\n{\n    private readonly int _limit;\n    private void Trim(int most);\n}\n", piece.Text);
    }

    [Fact]
    public void A_file_that_got_a_secret_meanwhile_is_not_shown()
    {
        using var folder = new ContextFolder(("Mail.cs", "class Mail { void Send(Envelope envelope) { gateway.Submit(envelope); } }\n"));
        IReadOnlyList<ContextPiece> before = folder.Choose("A.py", "gateway.submit(envelope)▮");

        folder.Write("Mail.cs", "class Mail { void Send(Envelope envelope) { gateway.Submit(envelope, \"-----BEGIN PRIVATE" + " KEY-----\"); } }\n");
        IReadOnlyList<ContextPiece> after = folder.Choose("A.py", "gateway.submit(envelope)▮");

        Assert.Contains(before, piece => piece.Kind == ContextKind.SimilarCode);
        Assert.DoesNotContain(after, piece => piece.Kind == ContextKind.SimilarCode);
    }

    [Fact]
    public void The_pieces_never_exceed_the_budget()
    {
        using var folder = new ContextFolder(("Order.cs", Order), ("Customer.cs", Customer), ("Store.cs", Store));

        Gen.Int[0, 300].Sample(
            tokens => folder.Choose("A.cs", "class A { void M(Store store, Customer customer, Order order) { order.▮ } }", ContextFolder.Options(tokens)).Sum(piece => piece.Tokens) <= tokens,
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void What_was_chosen_before_keeps_its_place_in_front()
    {
        using var folder = new ContextFolder(("Order.cs", Order), ("Customer.cs", Customer), ("Store.cs", Store));
        ContextRequest place = ContextFolder.At("A.cs", "class A { void M(Customer customer, Order order) { customer.▮ } }");
        ContextPiece[] before = [.. folder.Context.Choose(place, ContextFolder.Options(), [], CancellationToken.None).Reverse()];

        IReadOnlyList<ContextPiece> after = folder.Context.Choose(place, ContextFolder.Options(), [.. before.Skip(1)], CancellationToken.None);

        Assert.True(before.Length > 2);
        Assert.Equal([.. before.Skip(1), before[0]], after);
    }
}
