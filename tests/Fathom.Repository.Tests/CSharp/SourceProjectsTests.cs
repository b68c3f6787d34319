using System.Collections.Immutable;
using Fathom.Repository.CSharp.Projects;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.CSharp;

public sealed class SourceProjectsTests
{
    private const string Sdk = "<Project Sdk=\"Microsoft.NET.Sdk\">";

    [Fact]
    public void A_source_belongs_to_the_innermost_project_above_it_and_without_one_to_none()
    {
        ImmutableArray<SourceProject> projects = Divide(["Top.cs", "a/A.cs", "a/deep/B.cs", "a/inner/C.cs"], ("a/A.csproj", Sdk + "</Project>"), ("a/inner/I.csproj", Sdk + "</Project>"));

        Assert.Equal(["a/A.csproj: a/A.cs a/deep/B.cs", "a/inner/I.csproj: a/inner/C.cs", ": Top.cs"], projects.Select(project => $"{project.Path}: {string.Join(' ', project.Sources)}"));
    }

    [Theory]
    [InlineData("""<Compile Remove="gone/**" />""", "a/A.cs")]
    [InlineData("""<Compile Include="..\shared\*.cs" Link="x" />""", "a/A.cs a/gone/G.cs shared/S.cs")]
    [InlineData("""<Compile Include="../shared/S.cs;../shared/T.cs" /><Compile Remove="**/G.cs;A.cs" />""", "shared/S.cs")]
    [InlineData("""<Compile Include="$(Unknown)/S.cs" />""", "a/A.cs a/gone/G.cs")]
    [InlineData("""<Compile Include="../shared/**" Exclude="../shared/S.cs" />""", "a/A.cs a/gone/G.cs")]
    [InlineData("""<Compile Remove="gone/**" Condition="'$(TargetFramework)' == 'net472'" />""", "a/A.cs a/gone/G.cs")]
    [InlineData("""<Import Project="..\shared\Shared.projitems" />""", "a/A.cs a/gone/G.cs shared/S.cs")]
    [InlineData("""<Compile Include="../../../etc/*.cs" />""", "a/A.cs a/gone/G.cs")]
    [InlineData("""<EnableDefaultCompileItems>false</EnableDefaultCompileItems><Compile Include="A.cs" />""", "a/A.cs")]
    public void What_a_project_compiles_is_what_its_file_says(string items, string sources)
    {
        ImmutableArray<SourceProject> projects = Divide(["a/A.cs", "a/gone/G.cs", "shared/S.cs"], ("a/A.csproj", $"{Sdk}<X>{items}</X></Project>"), ("shared/Shared.projitems", """<Project><ItemGroup><Compile Include="$(MSBuildThisFileDirectory)S.cs" /></ItemGroup></Project>"""));

        Assert.Equal(sources, string.Join(' ', projects.Single(project => project.Path == "a/A.csproj").Sources));
    }

    [Theory]
    [InlineData("a/New.cs", "a/A.csproj")]
    [InlineData("a/inner/deep/New.cs", "a/inner/I.csproj")]
    [InlineData("a/gone/New.cs", "")]
    [InlineData("shared/New.cs", "a/A.csproj a/inner/I.csproj")]
    [InlineData("Top.cs", "")]
    public void A_source_that_is_not_there_yet_is_compiled_by_the_projects_whose_files_would_take_it(string source, string takers)
    {
        RepositoryText[] files =
        [
            new("a/A.csproj", $"""{Sdk}<X><Compile Include="../shared/*.cs" /><Compile Remove="gone/**" /></X></Project>"""),
            new("a/inner/I.csproj", $"""{Sdk}<X><Compile Include="../../shared/*.cs" /></X></Project>"""),
        ];

        Assert.Equal(takers, string.Join(' ', SourceProjects.TakersOf(source, files)));
    }

    [Fact]
    public void A_project_without_an_sdk_compiles_what_it_names()
    {
        ImmutableArray<SourceProject> projects = Divide(["a/A.cs", "a/B.cs"], ("a/A.csproj", """<Project ToolsVersion="4.0"><ItemGroup><Compile Include="B.cs" /></ItemGroup></Project>"""));

        Assert.Equal(["a/A.csproj: a/B.cs", ": a/A.cs"], projects.Select(project => $"{project.Path}: {string.Join(' ', project.Sources)}"));
    }

    [Fact]
    public void References_lead_on_and_may_run_in_a_circle()
    {
        ImmutableArray<SourceProject> projects = Divide(
            ["a/A.cs", "b/B.cs", "c/C.cs"],
            ("a/A.csproj", $"""{Sdk}<ProjectReference Include="..\b\B.csproj" /></Project>"""),
            ("b/B.csproj", $"""{Sdk}<ProjectReference Include="../c/C.csproj" /></Project>"""),
            ("c/C.csproj", $"""{Sdk}<ProjectReference Include="../a/A.csproj;../gone/G.csproj" /></Project>"""));

        Assert.Equal(["b/B.csproj c/C.csproj", "a/A.csproj c/C.csproj", "a/A.csproj b/B.csproj"], projects.Select(project => string.Join(' ', project.References)));
    }

    [Fact]
    public void What_stands_in_project_files_is_written_as_source()
    {
        ImmutableArray<SourceProject> projects = Divide(
            ["src/a/A.cs"],
            ("Directory.Build.props", """<Project><ItemGroup><InternalsVisibleTo Include="$(AssemblyName).Tests;$(Unknown)" /></ItemGroup></Project>"""),
            ("src/a/A.csproj", $"""{Sdk}<AssemblyName>My.A</AssemblyName><Using Include="Some.Names" /><Using Include="System.Math" Static="true" /><Using Include="System.Text.Json" Alias="Json" /></Project>"""));

        SourceProject project = Assert.Single(projects);
        Assert.Equal("My.A", project.AssemblyName);
        Assert.Equal(
            "global using Some.Names;\nglobal using static System.Math;\nglobal using Json = System.Text.Json;\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"My.A.Tests\")]\n",
            project.Unwritten);
    }

    [Fact]
    public void A_damaged_project_file_has_no_sources()
    {
        ImmutableArray<SourceProject> projects = Divide(["a/A.cs"], ("a/A.csproj", "<Project"));

        Assert.Equal("", Assert.Single(projects).Path);
    }

    private static ImmutableArray<SourceProject> Divide(string[] sources, params (string Path, string Text)[] files) =>
        SourceProjects.Divide(sources, [.. files.Select(file => new RepositoryText(file.Path, file.Text))], []);
}
