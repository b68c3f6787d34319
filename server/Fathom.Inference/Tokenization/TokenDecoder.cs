using System.Text;

namespace Fathom.Inference.Tokenization;

/// <summary>Turns a stream of bytes of tokens into text, holding back the bytes of a character until it is whole.</summary>
/// <remarks>Never returns half a surrogate pair. Bytes that can no longer become a character are U+FFFD.</remarks>
public sealed class TokenDecoder
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that <paramref name="bytes"/> completes; empty while a character is incomplete.</summary>
    public string Append(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>What is left at the end of the stream: U+FFFD for an incomplete character, else empty.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[256];
        int needed = _decoder.GetCharCount(bytes, flush);
        if (needed > characters.Length)
        {
            characters = new char[needed];
        }

        return new string(characters[.._decoder.GetChars(bytes, characters, flush)]);
    }
}
