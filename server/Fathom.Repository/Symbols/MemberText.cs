namespace Fathom.Repository.Symbols;

/// <summary>Members as one text: a line each, its parts parted by tabs. Neither occurs in a part, which are of one line with single blanks.</summary>
internal static class MemberText
{
    /// <summary>Writes members.</summary>
    public static string Write(IReadOnlyList<MemberSymbol> members) =>
        string.Join('\n', members.Select(member => $"{member.Name}\t{member.Result}\t{(member.IsStatic ? "s" : "")}\t{Clean(member.Signature)}"));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<MemberSymbol> Read(string text)
    {
        var members = new List<MemberSymbol>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split('\t', 4);
            members.Add(new MemberSymbol(parts[0], parts[1], parts[3], parts[2].Length > 0));
        }

        return members;
    }

    // Default values can be string literals with line breaks in them.
    private static string Clean(string signature) => signature.AsSpan().IndexOfAny('\n', '\t') < 0 ? signature : signature.Replace('\n', ' ').Replace('\t', ' ');
}
