using Fathom.Completion.Cursor;
using Fathom.Completion.Gate;

namespace Fathom.Completion;

/// <summary>What a user can set. The defaults are those of docs/configuration.md.</summary>
public sealed record CompletionSettings
{
    /// <summary>All defaults.</summary>
    public static CompletionSettings Default { get; } = new();

    /// <summary>False switches completion off.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Language ids without completion.</summary>
    public IReadOnlyList<string> DisabledLanguages { get; init; } = [];

    /// <summary>Glob patterns of paths, relative to the workspace, that get no completion and are never put into a prompt.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = ["**/bin/**", "**/obj/**", "**/node_modules/**", "**/.git/**", "**/.env", "**/*.min.js"];

    /// <summary>Largest document in characters; 1 or more.</summary>
    public int MaximumDocumentLength { get; init; } = 1_000_000;

    /// <summary>False keeps every suggestion on one line.</summary>
    public bool MultiLine { get; init; } = true;

    /// <summary>Most lines of a suggestion; 1 … 100.</summary>
    public int MaximumLines { get; init; } = 12;

    /// <summary>Most tokens generated for one suggestion; 1 … 1024.</summary>
    public int MaximumTokens { get; init; } = 160;

    /// <summary>Time after which an automatic request answers with what is complete, in milliseconds; 10 … 60,000, or
    /// <see cref="Timeout.Infinite"/> for no limit. Invoked requests get three times as much.</summary>
    public int TimeBudgetMilliseconds { get; init; } = 1000;

    /// <summary>How sure the model must be.</summary>
    public ConfidenceLevel Confidence { get; init; } = ConfidenceLevel.Balanced;

    /// <summary>True fills holes inside a line, where other text than closing brackets follows the cursor.</summary>
    public bool InsideLines { get; init; } = true;

    /// <summary>True extends the entry selected in the editor's completion list.</summary>
    public bool ExtendSelectedEntry { get; init; } = true;

    /// <summary>True weighs, in C#, what the model writes by the names that are valid. Off by default: measured, it brings no exact match.</summary>
    public bool Guidance { get; init; }

    /// <summary>True binds C# suggestions before they are shown, and shows only what compiles.</summary>
    public bool Check { get; init; } = true;

    /// <summary>False for a pattern that cannot stand in <see cref="Exclude"/>, as <c>src/../generated/**</c>: two dots can only begin one.</summary>
    /// <param name="pattern">The pattern.</param>
    public static bool CanExclude(string pattern) => ExcludedPaths.CanMatch(pattern);

    /// <summary>True for a file that gets no completion and is shown to no model.</summary>
    /// <param name="path">The path, relative to the workspace.</param>
    public bool IsExcluded(string path) => ExcludedPaths.Contains(path, Exclude);

    /// <summary>False for a file whose text may not weigh in the completion of others: it is excluded, or its language is disabled.</summary>
    /// <param name="path">The path, relative to the workspace.</param>
    public bool MayLearnFrom(string path) =>
        !IsExcluded(path)
        && (DisabledLanguages.Count == 0 || !DisabledLanguages.Contains(Languages.IdOf(new CompletionDocument(path, path, "file", "", "")), StringComparer.OrdinalIgnoreCase));
}
