using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fathom.Completion.Evaluation;

/// <summary>Files with one JSON object a line (JSONL).</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line for each item, replacing the file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string file, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        using FileStream stream = File.Create(file);
        foreach (T item in items)
        {
            using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            {
                write(writer, item);
            }

            stream.WriteByte((byte)'\n');
        }
    }
}
