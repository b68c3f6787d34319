namespace Fathom.Inference.Tokenization;

/// <summary>
/// The alphabet of byte-level BPE: each byte is spelled as one printable character. Bytes that are printable in Latin-1 stand for
/// themselves; the other 68, in ascending order, are spelled U+0100, U+0101, … (a space, 0x20, is U+0120 <c>Ġ</c>).
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = new char[256];
    private static readonly Dictionary<char, byte> Bytes = new(256);

    static ByteAlphabet()
    {
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool standsForItself = value is >= 0x21 and <= 0x7E or >= 0xA1 and <= 0xAC or >= 0xAE;
            Characters[value] = standsForItself ? (char)value : next++;
            Bytes.Add(Characters[value], (byte)value);
        }
    }

    /// <summary>The character that spells <paramref name="value"/>.</summary>
    public static char Spell(byte value) => Characters[value];

    /// <summary>The bytes that <paramref name="token"/> spells, or null when a character of it is not of the alphabet.</summary>
    public static byte[]? Read(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }
}
