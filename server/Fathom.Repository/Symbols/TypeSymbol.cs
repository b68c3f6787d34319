using System.Text;

namespace Fathom.Repository.Symbols;

/// <summary>A type of the repository as its source declares it; each part of a partial type is one of its own.</summary>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="Namespace">Its namespace with the types around it, joined by dots; empty for none.</param>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Line">The line of its name, from 0.</param>
/// <param name="Header">How it is declared, without attributes and body, on one line.</param>
/// <param name="Bases">Names of its base type and interfaces, without type arguments.</param>
/// <param name="Members">Members that code elsewhere can use, in the order of the source.</param>
public sealed record TypeSymbol(
    string Name, string Namespace, string Path, int Line, string Header, IReadOnlyList<string> Bases, IReadOnlyList<MemberSymbol> Members)
{
    /// <summary>True for an enumeration, whose members are values.</summary>
    public bool IsEnumeration => $" {Header}".Contains(" enum ", StringComparison.Ordinal);

    /// <summary>The declaration as a source would have it, with no bodies: at most <paramref name="mostMembers"/> members.</summary>
    public string Outline(int mostMembers) => Outline(Members.Take(mostMembers));

    /// <summary>The declaration with some of its members.</summary>
    public string Outline(IEnumerable<MemberSymbol> members)
    {
        var text = new StringBuilder();
        if (Namespace.Length > 0)
        {
            text.Append("namespace ").Append(Namespace).Append(";\n\n");
        }

        text.Append(Header);
        bool isOpen = false;
        foreach (MemberSymbol member in members)
        {
            text.Append(isOpen ? "" : "\n{").Append("\n    ").Append(member.Signature);
            isOpen = true;
        }

        return text.Append(isOpen ? "\n}\n" : ";\n").ToString();
    }
}
