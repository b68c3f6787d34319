using Fathom.Completion.Cursor;
using Fathom.Completion.Prompting;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Completion.Guidance;

/// <summary>The compiler beside the model: it knows which names are valid while a suggestion is written, and what is wrong with one that is.</summary>
/// <param name="workspace">The sources; until it is ready the model goes on alone.</param>
/// <param name="holds">Which documents are part of the sources; null for all. Others are not judged: what stands beside them is not known.</param>
public sealed class CompilerService(CSharpWorkspace workspace, Func<CompletionDocument, bool>? holds = null)
{
    private static readonly TimeSpan s_nameBudget = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan s_checkBudget = TimeSpan.FromMilliseconds(60);

    /// <summary>How often the compiler was asked.</summary>
    public CompilerCounters Counters { get; } = new();

    /// <summary>Binds a document beside everything else, so that the first request in it finds it bound.</summary>
    public Task PrepareAsync(CompletionDocument document, int offset)
    {
        CursorContext cursor = CursorContext.At(document, offset);
        return CanAnswer(cursor) ? Task.Run(() => ViewOf(cursor)?.PrepareCheck(CancellationToken.None)) : Task.CompletedTask;
    }

    /// <summary>The simple name of the type of what stands before the dot at a place; null where the compiler does not know, or not in time.</summary>
    /// <param name="document">The document.</param>
    /// <param name="offset">The place, in UTF-16 units from the start of its text.</param>
    /// <param name="patience">How long is waited; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public string? ReceiverType(CompletionDocument document, int offset, TimeSpan patience, CancellationToken cancellationToken)
    {
        CursorContext cursor = CursorContext.At(document, offset);
        if (!CanAnswer(cursor))
        {
            return null;
        }

        var answer = Task.Run(() => ViewOf(cursor)?.ReceiverType(cancellationToken), cancellationToken);
        try
        {
            return answer.Wait(patience, cancellationToken) ? answer.Result : null;
        }
        catch (AggregateException)
        {
            // Sources may be such that the compiler itself fails; what the syntax says is there all the same.
            Counters.Failed();
            return null;
        }
    }

    /// <summary>Whether what a suggestion names exists. Runs on the caller's thread, as long as it takes.</summary>
    internal NameResolution Resolve(CursorContext cursor, Suggestion suggestion, CancellationToken cancellationToken)
    {
        if (!CanAnswer(cursor) || ViewOf(cursor) is not { } view)
        {
            return NameResolution.Unknown;
        }

        var placed = PlacedText.Of(cursor, suggestion);
        return view.Resolve(placed.Start, placed.End, placed.Text, placed.JudgedFrom, cancellationToken);
    }

    /// <summary>Takes a new text of a file of the workspace, as of a document that is edited; <paramref name="path"/> is its <see cref="CompletionDocument.Key"/>. Runs on the caller's thread.</summary>
    public void Update(string path, string text, CancellationToken cancellationToken) =>
        workspace.Update(new RepositoryText(path, PromptText.Normalize(text)), cancellationToken);

    /// <summary>Takes up a request; null for other languages and before the workspace is ready.</summary>
    internal CompilerSession? Begin(CursorContext cursor, CompletionSettings settings, CancellationToken cancellationToken)
    {
        if (settings is { Guidance: false, Check: false } || !CanAnswer(cursor))
        {
            return null;
        }

        bool isPatient = settings.TimeBudgetMilliseconds == Timeout.Infinite;
        return new CompilerSession(() => ViewOf(cursor), settings.Guidance, isPatient ? Timeout.InfiniteTimeSpan : s_nameBudget, isPatient ? Timeout.InfiniteTimeSpan : s_checkBudget, Counters, cancellationToken);
    }

    /// <summary>The namespaces that sources declare types of some names in, as <see cref="CSharpWorkspace.NamespacesDeclaring"/> gives them; null where the sources are not known.</summary>
    internal ILookup<(string Name, int TypeParameters), string>? NamespacesDeclaring(CursorContext cursor, IReadOnlySet<string> names, CancellationToken cancellationToken) =>
        CanAnswer(cursor) ? workspace.NamespacesDeclaring(names, cancellationToken) : null;

    /// <summary>The namespaces that a document imports without a word; null where its project is not known.</summary>
    internal IEnumerable<string>? ImportedUnsaid(CursorContext cursor) => CanAnswer(cursor) ? workspace.ImportedUnsaid(cursor.Document.Key) : null;

    private bool CanAnswer(CursorContext cursor) =>
        workspace.IsReady && cursor.Family == LanguageFamily.CSharp && holds?.Invoke(cursor.Document) is not false;

    private CSharpView? ViewOf(CursorContext cursor)
    {
        string before = PromptText.Normalize(cursor.Before);
        return workspace.View(cursor.Document.Key, before + PromptText.Normalize(cursor.After), before.Length);
    }
}
