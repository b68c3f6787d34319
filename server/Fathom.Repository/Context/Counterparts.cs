namespace Fathom.Repository.Context;

/// <summary>The names that people give to a test file and to what it tests.</summary>
internal static class Counterparts
{
    private static readonly string[] TestEndings = ["Tests", "Test", "Specs", "Spec", "Fixture", "Should"];

    /// <summary>The name of what a test file tests, without its extension; null for a file that is no test by its name.</summary>
    public static string? TestedBy(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        string? ending = Array.Find(TestEndings, ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal));
        return ending is null ? null : name[..^ending.Length].TrimEnd('.', '_');
    }

    /// <summary>Names of the files that may test a file.</summary>
    public static IEnumerable<string> TestsOf(string path) =>
        TestEndings.Select(ending => Path.GetFileNameWithoutExtension(path) + ending + Path.GetExtension(path));
}
