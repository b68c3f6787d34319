using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// Lays out a prompt as the embedded model was trained: other files, path, suffix, prefix. The suffix comes before the prefix, so that while
/// a user types only the end of the prompt changes; and the prefix is cut so that its start stays where it is for many keystrokes.
/// </summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="options">How much is shown where the model has room for it.</param>
/// <param name="positions">Tokens that the model can have in a sequence, prompt and answer together; at least <see cref="LeastPositions"/>.</param>
/// <exception cref="InvalidDataException">The tokenizer lacks one of the control tokens.</exception>
internal sealed class EmbeddedPromptBuilder(Tokenizer tokenizer, EmbeddedPromptOptions options, int positions)
{
    /// <summary>With fewer positions a prompt has no room for a line.</summary>
    public const int LeastPositions = 64;

    // More than the longest answer that the settings allow.
    private const int MostAnswerTokens = 1024;

    // Begin, suffix and prefix.
    private const int ControlTokens = 3;

    // A word at the cursor is hardly ever of more tokens; each one that is chosen again costs at most a step of decoding.
    private const int MostOpenTokens = 8;

    private readonly int _begin = tokenizer.ControlToken("<|begin|>");
    private readonly int _path = tokenizer.ControlToken("<|path|>");
    private readonly int _suffix = tokenizer.ControlToken("<|fim_suffix|>");
    private readonly int _prefix = tokenizer.ControlToken("<|fim_prefix|>");
    private readonly int _separator = tokenizer.ControlToken("<|file_separator|>");

    /// <summary>Tokens of other files that the model has room for, whether they are asked for or not.</summary>
    public int RoomForContext => Math.Max(0, ContextBeside(pathTokens: 0));

    /// <summary>The tokens of <paramref name="prompt"/>; those of the piece of text at the cursor are left open to the model.</summary>
    public Prompt Build(CompletionPrompt prompt)
    {
        List<int> path = PathTokens(prompt.Path);
        int room = RoomBeside(path.Count);
        List<int> prefix = [];
        int piece = new PrefixWindow(tokenizer, Math.Min(options.PrefixTokens, room)).Encode(prompt.Prefix, prefix);
        List<int> ids = [_begin];
        AddContext(prompt.Context, Math.Min(options.ContextTokens, ContextBeside(path.Count)), ids);
        ids.AddRange(path);
        ids.Add(_suffix);
        new SuffixWindow(tokenizer, Math.Min(options.SuffixTokens, room - prefix.Count)).Encode(prompt.Suffix, ids);
        ids.Add(_prefix);
        piece += ids.Count;
        ids.AddRange(prefix);
        return new Prompt(ids.ToArray(), Math.Max(piece, ids.Count - MostOpenTokens));
    }

    /// <summary>What other files, suffix and prefix may take together: a quarter of the positions stays free, or as many as the longest answer has.</summary>
    private int RoomBeside(int pathTokens) => positions - Math.Min(MostAnswerTokens, positions / 4) - ControlTokens - pathTokens;

    // What is in front of the prompt must not depend on how long the text at its end is: all would have to be read again with every key.
    private int ContextBeside(int pathTokens) => RoomBeside(pathTokens) - options.PrefixTokens - options.SuffixTokens;

    private void AddContext(IReadOnlyList<ContextFile> files, int budget, List<int> ids)
    {
        List<List<int>> chosen = [];
        int left = budget;
        for (int i = files.Count - 1; i >= 0 && left > 0; i--)
        {
            List<int> file = PathTokens(files[i].Path);
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

    /// <summary>The tokens of a path; of one that would take more than a quarter of the positions its end, where the names are that matter.</summary>
    private List<int> PathTokens(string path)
    {
        List<int> ids = tokenizer.Encode($"{path}\n");
        ids.RemoveRange(0, Math.Max(0, ids.Count - (positions / 4) + 1));
        return [_path, .. ids];
    }
}
