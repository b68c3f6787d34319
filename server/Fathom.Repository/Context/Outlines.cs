using Fathom.Repository.Symbols;

namespace Fathom.Repository.Context;

/// <summary>Writes outlines that fit a budget.</summary>
internal sealed class Outlines(ContextOptions options)
{
    private const int MostMembers = 60;

    /// <summary>The outline of a type with as many of its members as fit; null where not even its head does, or there is nothing to tell.</summary>
    /// <param name="parts">The parts of the type.</param>
    /// <param name="names">Names near the cursor: members of these names come before others.</param>
    /// <param name="tokens">Most tokens.</param>
    public string? Of(IReadOnlyList<TypeSymbol> parts, IReadOnlySet<string> names, int tokens)
    {
        TypeSymbol first = parts[0];
        MemberSymbol[] members = [.. parts.SelectMany(part => part.Members).DistinctBy(member => member.Signature).Take(MostMembers * 4)];
        HashSet<MemberSymbol> wanted = [.. members.OrderByDescending(member => names.Contains(member.Name)).Take(MostMembers)];
        while (true)
        {
            // In the order of the source, whatever made them be chosen.
            string text = first.Outline(members.Where(wanted.Contains));
            int count = options.CountTokens(text);
            if (count <= tokens)
            {
                return text;
            }

            int fewer = Math.Min(wanted.Count - 1, wanted.Count * tokens / count);
            if (fewer <= 0)
            {
                return null;
            }

            wanted = [.. members.OrderByDescending(member => names.Contains(member.Name)).Take(fewer)];
        }
    }
}
