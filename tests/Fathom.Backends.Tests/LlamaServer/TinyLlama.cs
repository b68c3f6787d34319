namespace Fathom.Backends.Tests.LlamaServer;

/// <summary>A model of the llama architecture with random weights: what it writes means nothing, but it is a model, with a vocabulary of bytes.</summary>
internal static class TinyLlama
{
    private const int Width = 32;
    private const int Inner = 64;
    private const int Heads = 2;
    private const int Normal = 1;
    private const int Control = 3;
    private static readonly string[] s_controls = ["<|endoftext|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"];

    /// <summary>Writes it into a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fillsIn">False for a model that has no tokens to fill in the middle.</param>
    public static void Write(string file, bool fillsIn)
    {
        string[] controls = fillsIn ? s_controls : s_controls[..1];
        string[] tokens = [.. Enumerable.Range(0, 256).Select(SpellingOf), "aa", .. controls];
        var gguf = new GgufWriter();
        gguf.Add("general.architecture", "llama");
        gguf.Add("general.name", "tiny");
        gguf.Add("llama.context_length", 4096);
        gguf.Add("llama.embedding_length", Width);
        gguf.Add("llama.block_count", 1);
        gguf.Add("llama.feed_forward_length", Inner);
        gguf.Add("llama.attention.head_count", Heads);
        gguf.Add("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        gguf.Add("llama.rope.dimension_count", Width / Heads);
        gguf.Add("tokenizer.ggml.model", "gpt2");
        gguf.Add("tokenizer.ggml.pre", "default");
        gguf.Add("tokenizer.ggml.tokens", tokens);
        gguf.Add("tokenizer.ggml.token_type", (int[])[.. tokens.Select((_, id) => id < 257 ? Normal : Control)]);
        gguf.Add("tokenizer.ggml.merges", (string[])["a a"]);
        gguf.Add("tokenizer.ggml.eos_token_id", 257);
        gguf.Add("tokenizer.ggml.add_bos_token", false);
        if (fillsIn)
        {
            gguf.Add("tokenizer.ggml.fim_pre_token_id", 258);
            gguf.Add("tokenizer.ggml.fim_suf_token_id", 259);
            gguf.Add("tokenizer.ggml.fim_mid_token_id", 260);
        }

        AddWeights(gguf, tokens.Length);
        gguf.Save(file);
    }

    private static void AddWeights(GgufWriter gguf, int vocabulary)
    {
        var random = new Random(1);
        gguf.AddTensor("token_embd.weight", Random(Width * vocabulary), Width, vocabulary);
        gguf.AddTensor("output_norm.weight", Ones(), Width);
        gguf.AddTensor("output.weight", Output(), Width, vocabulary);
        gguf.AddTensor("blk.0.attn_norm.weight", Ones(), Width);
        gguf.AddTensor("blk.0.ffn_norm.weight", Ones(), Width);
        foreach (string name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
        {
            gguf.AddTensor($"blk.0.{name}.weight", Random(Width * Width), Width, Width);
        }

        gguf.AddTensor("blk.0.ffn_gate.weight", Random(Width * Inner), Width, Inner);
        gguf.AddTensor("blk.0.ffn_up.weight", Random(Width * Inner), Width, Inner);
        gguf.AddTensor("blk.0.ffn_down.weight", Random(Inner * Width), Inner, Width);

        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];

        float[] Ones() => [.. Enumerable.Repeat(1f, Width)];

        // Only letters are ever the likeliest, so that the answer is text and never ends by itself.
        float[] Output() => [.. Random(Width * vocabulary).Select((weight, index) => index / Width is >= 'a' and <= 'z' ? weight : 0)];
    }

    /// <summary>How byte-level vocabularies spell a byte: printable ones as themselves, the others as characters from 256 on.</summary>
    private static string SpellingOf(int value)
    {
        return IsPrintable(value) ? ((char)value).ToString() : ((char)(256 + Enumerable.Range(0, value).Count(each => !IsPrintable(each)))).ToString();

        static bool IsPrintable(int each) => each is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
    }
}
