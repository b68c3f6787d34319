namespace Fathom.Repository.Files;

/// <summary>Looks at the patterns of ignore files before libgit2 matches them: it tries every way to split a name among the stars of a pattern, which with many of them takes for ever and cannot be ended.</summary>
internal static class IgnorePatterns
{
    private const int MostStars = 8;
    private static readonly string[] s_names = [".gitignore", ".fathomignore", "exclude"];

    /// <summary>True of an ignore file with a pattern of more than eight stars. Nobody writes one; nothing is known of the files that it is about.</summary>
    /// <param name="file">A file that rules were read from, whether it is there or not.</param>
    public static bool AreTooMany(string file)
    {
        if (!s_names.Contains(Path.GetFileName(file)) || !File.Exists(file))
        {
            return false;
        }

        try
        {
            return File.ReadLines(file).Any(line => !line.StartsWith('#') && StarsOf(line) > MostStars);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // What cannot be read here is not read there.
            return false;
        }
    }

    // Two in a row are one.
    private static int StarsOf(string line)
    {
        int stars = 0;
        for (int i = 0; i < line.Length; i++)
        {
            stars += line[i] == '*' && (i == 0 || line[i - 1] != '*') ? 1 : 0;
        }

        return stars;
    }
}
