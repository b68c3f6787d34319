using System.Collections.Frozen;

namespace Fathom.Repository.CSharp;

/// <summary>The errors of the C# compiler that say something of a suggestion. Others tell of sources that are missing or of text that is not finished.</summary>
internal static class CompilerErrors
{
    private static readonly FrozenDictionary<string, CodeProblemKind> s_kinds = new (CodeProblemKind Kind, string[] Ids)[]
    {
        (CodeProblemKind.UnknownName, ["CS0103", "CS0246"]),
        // No such member of a type, an instance, a namespace; one out of reach.
        (CodeProblemKind.UnknownMember, ["CS0117", "CS1061", "CS0234", "CS0426", "CS0122"]),
        // Too many or too few, of other types, named wrongly, type arguments, no method at all.
        (CodeProblemKind.WrongArguments, ["CS1501", "CS7036", "CS1729", "CS1503", "CS1739", "CS0305", "CS0308", "CS1955", "CS1593", "CS1620"]),
        // No conversion, no operator, no value, no instance, no variable, nothing to index or to enumerate.
        (CodeProblemKind.WrongType, ["CS0029", "CS0266", "CS0019", "CS0023", "CS0118", "CS0119", "CS0120", "CS0176", "CS0131", "CS0200", "CS0191", "CS0144", "CS0021", "CS1579", "CS0127", "CS0126", "CS0815", "CS0201", "CS0428", "CS0128", "CS0136"]),
    }.SelectMany(group => group.Ids.Select(id => (id, group.Kind))).ToFrozenDictionary(each => each.id, each => each.Kind, StringComparer.Ordinal);

    /// <summary>What an error says of a suggestion; null when it says nothing.</summary>
    public static CodeProblemKind? KindOf(string id) => s_kinds.TryGetValue(id, out CodeProblemKind kind) ? kind : null;
}
