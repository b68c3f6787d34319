namespace Fathom.OnnxExport.Tests;

/// <summary>The golden checkpoints in tests/data.</summary>
internal static class Golden
{
    public static string Root { get; } = FindRoot();

    public static string Checkpoint(string name) => Path.Combine(Root, name, "checkpoint");

    public static string ConfigurationText(string name) => File.ReadAllText(Path.Combine(Checkpoint(name), "config.json"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lsp.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("The tests run from inside the repository."), "tests", "data", "goldens");
    }
}
