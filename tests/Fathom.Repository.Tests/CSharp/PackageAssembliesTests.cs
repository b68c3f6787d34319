using Fathom.Repository.CSharp;
using Fathom.Repository.CSharp.Packages;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.Tests.CSharp;

/// <summary>The packages are made here, by the compiler; what NuGet's folders look like is as NuGet writes them.</summary>
public sealed class PackageAssembliesTests : IDisposable
{
    private const string Use = "using Acme.Tills; class Shop { void Sell(Till till) { ▮ } }";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("fathom-packages-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Types_of_a_package_that_a_project_names_bind()
    {
        Install("acme.tills", "2.1.0", "lib/netstandard2.0/Acme.Tills.dll", "namespace Acme.Tills; public class Till { public void Open() { } }");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" Version="2.1.0" /></ItemGroup></Project>""");

        Assert.Null(ProblemOf("till.Open();"));
        Assert.Equal(CodeProblemKind.UnknownMember, ProblemOf("till.Shut();")?.Kind);
    }

    [Fact]
    public void Without_the_package_nothing_is_said_of_its_types()
    {
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" Version="2.1.0" /></ItemGroup></Project>""");

        Assert.Null(ProblemOf("till.Shut();"));
    }

    [Fact]
    public void A_restored_project_has_what_its_restore_chose()
    {
        Install("acme.tills", "1.0.0", "lib/netstandard2.0/Acme.Tills.dll", "namespace Acme.Tills; public class Till { public void Ring() { } }");
        Install("acme.tills", "2.1.0", "lib/netstandard2.0/Acme.Tills.dll", "namespace Acme.Tills; public class Till { public void Open() { } }");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" Version="2.1.0" /></ItemGroup></Project>""");
        Write("repository/obj/project.assets.json", Assets("net8.0", "Acme.Tills/1.0.0", "acme.tills/1.0.0", "lib/netstandard2.0/Acme.Tills.dll"));

        Assert.Null(ProblemOf("till.Ring();"));
        Assert.NotNull(ProblemOf("till.Open();"));
    }

    [Fact]
    public void Of_several_targets_the_one_nearest_to_the_newest_framework_counts()
    {
        Install("acme.tills", "1.0.0", "lib/net472/Acme.Tills.dll", "");
        Install("acme.tills", "1.0.0", "lib/net6.0/Acme.Tills.dll", "");
        Install("acme.tills", "1.0.0", "lib/netstandard2.0/Acme.Tills.dll", "");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");

        Assert.Equal(["acme.tills/1.0.0/lib/net6.0/Acme.Tills.dll"], Found());
    }

    [Fact]
    public void What_is_there_to_compile_against_goes_before_what_runs()
    {
        Install("acme.tills", "1.0.0", "lib/net6.0/Acme.Tills.dll", "");
        Install("acme.tills", "1.0.0", "ref/net6.0/Acme.Tills.dll", "");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");

        Assert.Equal(["acme.tills/1.0.0/ref/net6.0/Acme.Tills.dll"], Found());
    }

    [Fact]
    public void What_a_package_needs_is_there_too()
    {
        Install("acme.tills", "1.0.0", "lib/net6.0/Acme.Tills.dll", "");
        Install("acme.coins", "3.0.0", "lib/net6.0/Acme.Coins.dll", "");
        Write("packages/acme.tills/1.0.0/acme.tills.nuspec", """
            <package><metadata><dependencies>
              <group targetFramework="net472"><dependency id="Acme.Old" version="1.0.0" /></group>
              <group targetFramework="net6.0"><dependency id="Acme.Coins" version="[3.0.0, )" /><dependency id="Acme.Tills" version="1.0.0" /></group>
            </dependencies></metadata></package>
            """);
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");

        Assert.Equal(["acme.coins/3.0.0/lib/net6.0/Acme.Coins.dll", "acme.tills/1.0.0/lib/net6.0/Acme.Tills.dll"], Found());
    }

    [Fact]
    public void Versions_may_be_kept_in_one_place_and_the_newest_stands_in_for_one_that_is_not_here()
    {
        foreach (string version in new[] { "1.2.0", "1.9.0", "1.10.0" })
        {
            Install("acme.tills", version, "lib/net6.0/Acme.Tills.dll", "");
        }

        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");
        Write("repository/Directory.Packages.props", """<Project><ItemGroup><PackageVersion Include="Acme.Tills" Version="1.9.0" /></ItemGroup></Project>""");
        IReadOnlyList<string> central = Found();
        Write("repository/Directory.Packages.props", """<Project><ItemGroup><PackageVersion Include="Acme.Tills" Version="$(TillsVersion)" /></ItemGroup></Project>""");
        IReadOnlyList<string> unknown = Found();

        Assert.Equal(["acme.tills/1.9.0/lib/net6.0/Acme.Tills.dll"], central);
        Assert.Equal(["acme.tills/1.10.0/lib/net6.0/Acme.Tills.dll"], unknown);
    }

    [Theory]
    [InlineData("../elsewhere", "Secret.dll")]
    [InlineData("acme.tills/1.0.0", "../../../elsewhere/Secret.dll")]
    public void Nothing_outside_of_the_package_folder_is_read(string path, string asset)
    {
        Install("acme.tills", "1.0.0", "lib/net6.0/Acme.Tills.dll", "");
        Write("elsewhere/Secret.dll", "");
        Write("repository/Shop.csproj", "<Project />");
        Write("repository/obj/project.assets.json", Assets("net8.0", "Acme.Tills/1.0.0", path, asset));

        Assert.Empty(Found());
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("..")]
    [InlineData("")]
    public void A_package_is_a_name_and_not_a_path(string id)
    {
        Write("elsewhere/1.0.0/lib/net6.0/Secret.dll", "");
        Write("repository/Shop.csproj", $"""<Project><ItemGroup><PackageReference Include="{id}" /></ItemGroup></Project>""");

        Assert.Empty(Found());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"targets":{"net8.0":{"A/1":{"compile":{"lib/A.dll":{}}}}}}""")]
    [InlineData("""{"targets":3}""")]
    public void A_damaged_restore_is_as_none(string assets)
    {
        Install("acme.tills", "1.0.0", "lib/net6.0/Acme.Tills.dll", "");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");
        Write("repository/obj/project.assets.json", assets);

        Assert.Equal(["acme.tills/1.0.0/lib/net6.0/Acme.Tills.dll"], Found());
    }

    [Fact]
    public void An_assembly_that_is_none_is_left_out()
    {
        Write("packages/acme.tills/1.0.0/lib/net6.0/Acme.Tills.dll", "no assembly");
        Write("repository/Shop.csproj", """<Project><ItemGroup><PackageReference Include="Acme.Tills" /></ItemGroup></Project>""");

        Assert.Null(ProblemOf("till.Shut();"));
    }

    private static string Assets(string framework, string library, string path, string asset) =>
        $$$$$$"""
        {"version":3,"targets":{"{{{{{{framework}}}}}}":{"{{{{{{library}}}}}}":{"type":"package","compile":{"{{{{{{asset}}}}}}":{}}}},"{{{{{{framework}}}}}}/linux-x64":{}},
         "libraries":{"{{{{{{library}}}}}}":{"type":"package","path":"{{{{{{path}}}}}}"}},"packageFolders":{"/":{}}}
        """;

    private CodeProblem? ProblemOf(string text)
    {
        using RepositoryFiles files = Open();
        IReadOnlyList<RepositoryText> projects = ProjectFiles.ReadAll(files, CancellationToken.None);
        var workspace = new CSharpWorkspace();
        workspace.Load([], projects, Packages().Find(files.Folder, projects, CancellationToken.None), CancellationToken.None);
        int offset = Use.IndexOf('▮', StringComparison.Ordinal);
        return workspace.View("Shop.cs", Use.Replace("▮", "", StringComparison.Ordinal), offset)!.FindProblem(offset, offset, text, 0, CancellationToken.None);
    }

    private IReadOnlyList<string> Found()
    {
        using RepositoryFiles files = Open();
        return [.. Packages().Find(files.Folder, ProjectFiles.ReadAll(files, CancellationToken.None), CancellationToken.None)
            .Select(path => Path.GetRelativePath(PathOf("packages"), path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    private RepositoryFiles Open()
    {
        Directory.CreateDirectory(PathOf("cache"));
        return RepositoryFiles.Open(PathOf("repository"), PathOf("cache"));
    }

    private PackageAssemblies Packages() => new(new PackageFolder(PathOf("packages")));

    private void Install(string id, string version, string asset, string source)
    {
        string file = PathOf($"packages/{id}/{version}/{asset}");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(asset), [CSharpSyntaxTree.ParseText(source)], FrameworkReferences.Installed, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(file).Success);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }

    private string PathOf(string path) => Path.Combine(_root.FullName, path);
}
