using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.CSharp;

/// <summary>Documents with a place (▮) in them, beside a few sources.</summary>
internal static class CheckedDocuments
{
    public const string Cart = """
        namespace Shop;

        public enum Colour { Red, Green }

        public class Cart
        {
            private int _secret;
            public int Count { get; set; }
            public static Cart Empty { get; } = new();
            public void Add(string item, int amount) { _secret = amount; }
        }
        """;

    public static readonly CSharpWorkspace Shop = Workspace(new RepositoryText("Cart.cs", Cart));

    public static CSharpWorkspace Workspace(params RepositoryText[] sources) => Workspace(project: null, sources);

    public static CSharpWorkspace Workspace(string? project, params RepositoryText[] sources)
    {
        var workspace = new CSharpWorkspace();
        workspace.Load(sources, project is null ? [] : [new RepositoryText("Shop.csproj", project)], CancellationToken.None);
        return workspace;
    }

    public static ValidNames NamesAt(string marked) => ViewAt(Shop, marked).NamesAfter(0, "", CancellationToken.None);

    public static CSharpView ViewAt(CSharpWorkspace workspace, string marked)
    {
        int offset = marked.IndexOf('▮', StringComparison.Ordinal);
        return workspace.View("Document.cs", marked.Remove(offset, 1), offset)!;
    }

    public static CodeProblem? ProblemOf(string marked, string text, CSharpWorkspace? workspace = null)
    {
        int offset = marked.IndexOf('▮', StringComparison.Ordinal);
        return ViewAt(workspace ?? Shop, marked).FindProblem(offset, offset, text, 0, CancellationToken.None);
    }

    public static string[] NamesOf(ValidNames names) => [.. names.Names.Select(name => name.Key)];
}
