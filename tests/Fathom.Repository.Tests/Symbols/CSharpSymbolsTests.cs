using Fathom.Repository.Symbols;

namespace Fathom.Repository.Tests.Symbols;

public sealed class CSharpSymbolsTests
{
    private const string Source = """
        using System;

        namespace Shop.Orders;

        /// <summary>An order.</summary>
        [Serializable]
        public sealed class Order<T> : Entity<T>, IDisposable
            where T : struct
        {
            private readonly int _secret;
            internal const string Unit = "kg";
            [Obsolete("no")] public int Count => 1;
            public string Name { get; private set; } = "x";
            public Order(int id, // the id
                string name = "a") : base(id) { _secret = id; }
            public async Task<T?> FindAsync(string key,
                CancellationToken token = default)
            {
                return default;
            }
            public void Dispose() => Console.WriteLine();
            private void Hidden() { }

            public enum Kind { Small, Large = 7 }
        }

        public record Line(string Product, decimal Price);
        """;

    [Fact]
    public void Outlines_have_what_other_files_can_use_and_no_bodies()
    {
        TypeSymbol order = CSharpSymbols.In("Order.cs", Source, CancellationToken.None)[0];

        Assert.Equal(
            """
            namespace Shop.Orders;

            public sealed class Order<T> : Entity<T>, IDisposable where T : struct
            {
                internal const string Unit;
                public int Count { get; }
                public string Name { get; private set; }
                public Order(int id, string name = "a");
                public async Task<T?> FindAsync(string key, CancellationToken token = default);
                public void Dispose();
            }

            """,
            order.Outline(mostMembers: 10));
    }

    [Fact]
    public void Types_know_their_scope_their_bases_and_what_their_members_give()
    {
        IReadOnlyList<TypeSymbol> types = CSharpSymbols.In("Order.cs", Source, CancellationToken.None);

        Assert.Equal(["Order", "Kind", "Line"], types.Select(type => type.Name));
        Assert.Equal(["Entity", "IDisposable"], types[0].Bases);
        Assert.Equal("Task<T?>", types[0].Members.Single(member => member.Name == "FindAsync").Result);
        Assert.Equal("Shop.Orders.Order", types[1].Namespace);
        Assert.Equal(["Small", "Large"], types[1].Members.Select(member => member.Name));
        Assert.Equal(["Product", "Price"], types[2].Members.Select(member => member.Name));
    }

    [Fact]
    public void Members_survive_the_cache_file()
    {
        TypeSymbol order = CSharpSymbols.In("Order.cs", Source, CancellationToken.None)[0];

        Assert.Equal(order.Members, MemberText.Read(MemberText.Write(order.Members)));
    }

    [Theory]
    [InlineData("class")]
    [InlineData("class A { public void M(")]
    [InlineData("public int int int } { class B : ")]
    [InlineData("")]
    public void Broken_code_gives_what_there_is(string text)
    {
        Assert.All(CSharpSymbols.In("A.cs", text, CancellationToken.None), type => Assert.NotEqual("", type.Outline(3)));
    }
}
