using System.Collections.Immutable;
using Fathom.Completion.Cursor;

namespace Fathom.Completion.Generation;

/// <summary>What a model is asked to complete: the text around the cursor and other text it may read.</summary>
/// <param name="Path">Path of the document relative to its workspace, with forward slashes.</param>
/// <param name="Prefix">Text before the cursor, line ends normalised to <c>\n</c>; the model may read only its end.</param>
/// <param name="Suffix">Text after the cursor, line ends normalised to <c>\n</c>; the model may read only its start.</param>
/// <param name="Context">Other files or fragments, least relevant first.</param>
public sealed record CompletionPrompt(string Path, string Prefix, string Suffix, IReadOnlyList<ContextFile> Context)
{
    /// <summary>As <see cref="CompletionDocument.Key"/>.</summary>
    public string Key { get => field ?? Path; init; }

    /// <summary>The words one of which the answer begins with, where nothing else can stand there; empty where that is open. A model that cannot be told may begin otherwise.</summary>
    public ImmutableArray<string> FirstWords { get; init; } = [];

    /// <summary>The namespaces that the document needs and does not import, most needed first, where its next line can import one.</summary>
    public ImmutableArray<string> MissingDirectives { get; init; } = [];

    /// <summary>What the line below the cursor's says of how that one ends.</summary>
    internal LineBelow LineBelow { get; init; }

    /// <summary>The locals and parameters that are used behind the cursor and declared nowhere, in the order of their use.</summary>
    public ImmutableArray<string> UndeclaredNames { get; init; } = [];

    /// <summary>The locals and parameters that are declared before the cursor and used nowhere, in the order of their declarations.</summary>
    public ImmutableArray<string> UnusedNames { get; init; } = [];
}

/// <summary>A file, or a fragment of one, that is shown to the model beside the document.</summary>
/// <param name="Path">Path relative to the workspace, with forward slashes.</param>
/// <param name="Text">Its text, line ends normalised to <c>\n</c>.</param>
public sealed record ContextFile(string Path, string Text)
{
    /// <summary>Other files that something of the text comes from; empty where it comes from one.</summary>
    public IReadOnlyList<string> OtherPaths { get; init; } = [];

    /// <summary>All files that it comes from.</summary>
    public IEnumerable<string> Paths => OtherPaths.Prepend(Path);
}
