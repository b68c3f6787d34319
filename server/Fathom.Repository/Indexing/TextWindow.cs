using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Fathom.Repository.Indexing;

/// <summary>A run of lines of a file, the unit of search.</summary>
/// <param name="Line">Its first line, from 0.</param>
/// <param name="Count">Its lines.</param>
/// <param name="Words">Its different words, joined by blanks.</param>
internal sealed record TextWindow(int Line, int Count, string Words)
{
    /// <summary>Lines of a window; the last of a file may be shorter.</summary>
    public const int Lines = 60;

    /// <summary>Equal for windows of the same words, so that those of an edited file that stay are not written again.</summary>
    public long Hash => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(Words.AsSpan())));

    /// <summary>Cuts a text into windows, one behind another.</summary>
    public static IReadOnlyList<TextWindow> Of(string text)
    {
        var windows = new List<TextWindow>();
        int at = 0;
        int line = 0;
        while (at < text.Length)
        {
            int start = at;
            int count = 0;
            while (count < Lines && at < text.Length)
            {
                int end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end + 1;
                count++;
            }

            windows.Add(new TextWindow(line, count, Indexing.Words.Distinct(text.AsSpan(start, at - start))));
            line += count;
        }

        return windows;
    }
}
