using System.Text.Json;

namespace Fathom.Completion.Evaluation;

/// <summary>The names of the kinds in files of cases and in reports: <c>rest_of_line</c>, <c>whole_line</c>, <c>block</c>, <c>expression</c>.</summary>
public static class CaseKinds
{
    /// <summary>Every kind, in the order of reports.</summary>
    public static IReadOnlyList<CaseKind> All { get; } = Enum.GetValues<CaseKind>();

    /// <summary>The names, as a list for people.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(NameOf));

    /// <summary>The name of a kind.</summary>
    public static string NameOf(CaseKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The kind with a name, or null.</summary>
    public static CaseKind? Find(string name)
    {
        foreach (CaseKind kind in All)
        {
            if (NameOf(kind) == name)
            {
                return kind;
            }
        }

        return null;
    }
}
