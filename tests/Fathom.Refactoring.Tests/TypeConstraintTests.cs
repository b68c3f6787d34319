using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Tests;

public sealed class TypeConstraintTests
{
    [Theory]
    [InlineData("System.String")]
    [InlineData("String")]
    [InlineData("string")]
    [InlineData("System.IComparable<string>")]
    [InlineData("IComparable")]
    public async Task A_type_can_be_spelled_in_any_way(string type)
    {
        using TestRepository repository = TestRepository.Of("class C { void M(string s, int i) { F(s); F(i.GetType()); } void F(object o) { } }\n");

        Assert.Equal("F(s)", Assert.Single(await repository.SearchAsync("F($x)", $"x={type}")).Text);
    }

    [Fact]
    public async Task A_type_that_no_place_is_of_is_told()
    {
        using TestRepository repository = TestRepository.Of(Body("F(1); F(2);"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.SearchAsync("F($x)", "x=Strng"));

        Assert.Contains("fits 2 places, but at none is $x of Strng", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_parameter_is_of_what_it_is_held_to()
    {
        using TestRepository repository = TestRepository.Of("interface ILog { } class C { void M<T>(T t, object o) where T : ILog { F(t); F(o); } void F(object o) { } }\n");

        Assert.Equal("F(t)", Assert.Single(await repository.SearchAsync("F($x)", "x=ILog")).Text);
    }

    [Fact]
    public async Task A_placeholder_can_be_held_to_a_type()
    {
        const string source = """
            using System.Collections.Generic;

            class C
            {
                bool A(List<int> list, string text) => Empty(list) || Empty(text);

                bool Empty(object o) => true;
            }
            """;
        using TestRepository repository = TestRepository.Of(source);

        ChangeSet ofList = await repository.ReplaceAsync("Empty($x)", "$x.Count == 0", "x=IReadOnlyCollection");
        ChangeSet ofString = await repository.ReplaceAsync("Empty($x)", "$x.Length == 0", "x=string");

        Assert.Contains("list.Count == 0 || Empty(text)", ofList.Files.Single().After, StringComparison.Ordinal);
        Assert.Contains("Empty(list) || text.Length == 0", ofString.Files.Single().After, StringComparison.Ordinal);
        Assert.Empty(ofList.NewErrors);
    }

    [Theory]
    [InlineData("x", "has to be name=Type")]
    [InlineData("y=int", "names a placeholder that the pattern has not")]
    [InlineData("l=int", "is on a list, and only single things have a type")]
    public async Task A_constraint_that_makes_no_sense_is_refused_with_a_sentence(string constraint, string sentence)
    {
        using TestRepository repository = TestRepository.Of(Body("F(1);"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.SearchAsync("F($x, $l...)", constraint));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private static string Body(string code) => $"class C\n{{\n    object M(int x)\n    {{\n        {code}\n    }}\n}}\n";
}
