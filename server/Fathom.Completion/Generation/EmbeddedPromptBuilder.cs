using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// Lays out a prompt as the embedded model was trained: other files, path, suffix, prefix. The suffix comes before the prefix, so that while
/// a user types only the end of the prompt changes; and the prefix is cut so that its start stays where it is for many keystrokes.
/// </summary>
/// <exception cref="InvalidDataException">The tokenizer lacks one of the control tokens.</exception>
internal sealed class EmbeddedPromptBuilder(Tokenizer tokenizer, EmbeddedPromptOptions options)
{
    // A word at the cursor is hardly ever of more tokens; each one that is chosen again costs at most a step of decoding.
    private const int MostOpenTokens = 8;

    private readonly int _begin = tokenizer.ControlToken("<|begin|>");
    private readonly int _path = tokenizer.ControlToken("<|path|>");
    private readonly int _suffix = tokenizer.ControlToken("<|fim_suffix|>");
    private readonly int _prefix = tokenizer.ControlToken("<|fim_prefix|>");
    private readonly int _separator = tokenizer.ControlToken("<|file_separator|>");
    private readonly PrefixWindow _prefixWindow = new(tokenizer, options.PrefixTokens);
    private readonly SuffixWindow _suffixWindow = new(tokenizer, options.SuffixTokens);

    /// <summary>The tokens of <paramref name="prompt"/>; those of the piece of text at the cursor are left open to the model.</summary>
    public Prompt Build(CompletionPrompt prompt)
    {
        List<int> ids = [_begin];
        AddContext(prompt.Context, ids);
        AddPath(prompt.Path, ids);
        ids.Add(_suffix);
        _suffixWindow.Encode(prompt.Suffix, ids);
        ids.Add(_prefix);
        int piece = _prefixWindow.Encode(prompt.Prefix, ids);
        return new Prompt(ids.ToArray(), Math.Max(piece, ids.Count - MostOpenTokens));
    }

    private void AddContext(IReadOnlyList<ContextFile> files, List<int> ids)
    {
        List<List<int>> chosen = [];
        int left = options.ContextTokens;
        for (int i = files.Count - 1; i >= 0 && left > 0; i--)
        {
            List<int> file = [];
            AddPath(files[i].Path, file);
            int head = file.Count;
            new SuffixWindow(tokenizer, left - head - 1, cutsLines: false).Encode(files[i].Text, file);
            bool hasText = file.Count > head;
            file.Add(_separator);
            if (hasText)
            {
                chosen.Add(file);
                left -= file.Count;
            }
        }

        for (int i = chosen.Count - 1; i >= 0; i--)
        {
            ids.AddRange(chosen[i]);
        }
    }

    private void AddPath(string path, List<int> ids)
    {
        ids.Add(_path);
        tokenizer.Encode($"{path}\n", ids);
    }
}
