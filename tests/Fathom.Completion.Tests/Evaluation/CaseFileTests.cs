using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Inference.Tests;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class CaseFileTests : IDisposable
{
    private const string Good = """{"id":"1","kind":"block","path":"A.cs","prefix":"{","suffix":"}","expected":"a();"}""";
    private readonly TemporaryFolder _folder = new();

    private string CasesFile => _folder.File("cases.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        EvaluationCase plain = Cases.Of(CaseKind.WholeLine, "class Ä\r\n{\r\n\t«int b;»\r\n}\r\n") with { UsesOwnMembers = false };
        EvaluationCase rich = Cases.Of(CaseKind.Block, "{«\n    \"🐟\"\n»}", "a/b.js", new ContextFile("c.js", "x"), new ContextFile("d.js", "\\\"\t"));

        CaseFile.Write(CasesFile, [plain, rich]);
        IReadOnlyList<EvaluationCase> read = CaseFile.Read(CasesFile);

        Assert.Equal(2, read.Count);
        Assert.Equal(plain with { Context = read[0].Context }, read[0]);
        Assert.Equal(rich with { Context = read[1].Context }, read[1]);
        Assert.Equal(rich.Context, read[1].Context);
        Assert.Equal(2, File.ReadLines(CasesFile).Count());
    }

    [Theory]
    [InlineData("{\"id\":", "this is not JSON; every line has to be one JSON object.")]
    [InlineData("[1]", "a case has to be a JSON object.")]
    [InlineData("""{"id":"2","kind":"line"}""", "'kind' is 'line'; it has to be one of rest_of_line, whole_line, block, expression.")]
    [InlineData("""{"id":"2","kind":"block","path":"A.cs","prefix":null}""", "'prefix' is missing or is not a string.")]
    [InlineData("""{"id":"2","kind":"block","path":"A.cs","prefix":"","suffix":"","expected":"a","own_members":1}""", "'own_members' is neither true nor false.")]
    [InlineData("""{"kind":"block"}""", "'id' is missing or is not a string.")]
    public void A_bad_line_is_named_with_its_number(string line, string sentence)
    {
        File.WriteAllLines(CasesFile, [Good, "", line]);

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CaseFile.Read(CasesFile));

        Assert.Equal($"{CasesFile}, line 3: {sentence}", failure.Message);
    }

    [Fact]
    public void Context_has_to_be_files()
    {
        File.WriteAllText(CasesFile, Good.Replace("}\"", "}\",\"context\":[\"A.cs\"]", StringComparison.Ordinal));

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CaseFile.Read(CasesFile));

        Assert.Equal($"{CasesFile}, line 1: 'context' has to be an array of objects with 'path' and 'text'.", failure.Message);
    }

    [Fact]
    public void A_file_without_cases_says_where_some_come_from()
    {
        File.WriteAllText(CasesFile, "\n");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CaseFile.Read(CasesFile));

        Assert.Equal($"{CasesFile} holds no cases; 'fathom cases' makes some from a folder of C# sources.", failure.Message);
    }
}
