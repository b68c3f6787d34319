using System.Text.Json;

namespace Fathom.Inference.Tests.Tokenization;

/// <summary>Texts and the ids that Hugging Face tokenizers give for them.</summary>
internal static class GoldenTokens
{
    public static TheoryData<string, int[]> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.Data("tokenizer", file)));
        TheoryData<string, int[]> data = [];
        foreach (JsonElement entry in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            data.Add(entry.GetProperty("text").GetString()!, [.. entry.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())]);
        }

        return data;
    }
}
