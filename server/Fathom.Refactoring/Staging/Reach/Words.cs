using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>Looks for whole words.</summary>
internal static class Words
{
    /// <summary>True where a text holds a word that is no part of another one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The word.</param>
    public static bool Holds(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsOfWord(text[at - 1])) && (at + word.Length == text.Length || !IsOfWord(text[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A name, and the short form in which an attribute of that name may be written.</summary>
    /// <param name="name">The name.</param>
    public static string[] OfAttribute(string name) => name.EndsWith("Attribute", StringComparison.Ordinal) && name != "Attribute" ? [name, name[..^"Attribute".Length]] : [name];

    private static bool IsOfWord(char letter) => SyntaxFacts.IsIdentifierPartCharacter(letter);
}
