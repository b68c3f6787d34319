namespace Fathom.Inference.Tests;

/// <summary>The repository that the tests run from.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = FindRoot();

    public static string Data(params string[] path) => Path.Combine([Root, "tests", "data", .. path]);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lsp.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run from inside the repository.");
    }
}
