using Fathom.Completion.Evaluation;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class OwnMemberCasesTests
{
    private static readonly OwnMemberCases s_shop = Shop();

    [Theory]
    [InlineData("class Page { void Fill(Cart cart) { «cart.Add(1);» } }")]
    [InlineData("class Page { void Fill(Cart cart) { «cart.Add();» } }")]
    [InlineData("class Page { int Fill() => «Cart.Most + 1»; }")]
    [InlineData("class Page { Colour Fill() => «Colour.Red»; }")]
    [InlineData("class Page { int _size; int Fill() => «_size»; }")]
    [InlineData("class Page { void Fill() { «\"pen\".Shout();» } }")]
    [InlineData("class Page { Cart Fill() => new Cart { «Size = 1» }; }")]
    public void A_case_whose_hole_uses_a_member_of_the_projects_types_is_marked(string marked) =>
        Assert.True(s_shop.Mark(Cases.Of(CaseKind.Expression, marked, "Page.cs"), CancellationToken.None).UsesOwnMembers);

    [Theory]
    [InlineData("class Page { void Fill(Cart cart) { «System.Console.WriteLine(cart);» } }")]
    [InlineData("class Page { void Fill(Cart cart) { «_ = new Cart();» } }")]
    [InlineData("class Page { void Fill(System.Collections.Generic.List<Cart> carts) { «carts.Add(null);» } }")]
    [InlineData("class Page { int Fill(Cart cart, int Add) { cart.Add(1); return «Add»; } }")]
    [InlineData("class Page { int Fill((int Add, int) pair) => «pair.Add»; }")]
    [InlineData("class Page { «public void Add() { }» }")]
    [InlineData("class Page { void Fill(Acme.Basket basket) { «basket.Add(1);» } }")]
    public void Members_of_other_types_locals_and_declarations_do_not_count(string marked) =>
        Assert.False(s_shop.Mark(Cases.Of(CaseKind.Expression, marked, "Page.cs"), CancellationToken.None).UsesOwnMembers);

    [Fact]
    public void Other_languages_are_left_as_they_are() =>
        Assert.Null(s_shop.Mark(Cases.Of(CaseKind.RestOfLine, "cart.«add(1)»\n", "page.py"), CancellationToken.None).UsesOwnMembers);

    private static OwnMemberCases Shop()
    {
        var workspace = new CSharpWorkspace();
        workspace.Load(
            [
                new RepositoryText("Cart.cs", "public class Cart { public const int Most = 9; public int Size { get; set; } public void Add(int item) { } }"),
                new RepositoryText("Colour.cs", "public enum Colour { Red } public static class Texts { public static void Shout(this string text) { } }"),
            ],
            [],
            CancellationToken.None);
        return new OwnMemberCases(workspace);
    }
}
