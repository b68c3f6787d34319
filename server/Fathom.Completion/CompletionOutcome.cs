namespace Fathom.Completion;

/// <summary>How a request ended. Every request ends with exactly one of these.</summary>
public enum CompletionOutcome
{
    /// <summary>The model's suggestion was given to the editor.</summary>
    Shown,

    /// <summary>An earlier suggestion still fits what was typed since; the model was not asked.</summary>
    Recalled,

    /// <summary>There is no text around the cursor to go on from.</summary>
    NoContext,

    /// <summary>Completion is switched off, for everything or for this language.</summary>
    GatedDisabled,

    /// <summary>The file is excluded by its path.</summary>
    GatedExcluded,

    /// <summary>The model runs elsewhere, and the document may not leave this machine.</summary>
    GatedPrivate,

    /// <summary>The document cannot be edited (its scheme is read-only).</summary>
    GatedReadOnly,

    /// <summary>The document is larger than the limit.</summary>
    GatedTooLarge,

    /// <summary>The server has no copy of the document.</summary>
    GatedUnknownDocument,

    /// <summary>The user has paused completion here.</summary>
    GatedPaused,

    /// <summary>Only what is asked for by a key is answered, and this was not.</summary>
    GatedManual,

    /// <summary>The cursor stands inside a word.</summary>
    GatedInsideWord,

    /// <summary>The line is too long to have been written by hand.</summary>
    GatedLongLine,

    /// <summary>The line is complete: nothing is wanted after its last character.</summary>
    GatedLineComplete,

    /// <summary>Other text than closing brackets stands right of the cursor.</summary>
    GatedTextAfterCursor,

    /// <summary>The model wrote nothing, or white space only.</summary>
    FilteredEmpty,

    /// <summary>The model repeated what follows the cursor.</summary>
    FilteredRepeatsSuffix,

    /// <summary>The model repeated the lines before the cursor, or itself.</summary>
    FilteredRepeatsPrefix,

    /// <summary>The brackets of the suggestion do not fit the text around it.</summary>
    FilteredUnbalanced,

    /// <summary>Inserting the suggestion would add syntax errors.</summary>
    FilteredSyntax,

    /// <summary>The suggestion uses a local or a field that occurs nowhere in the file.</summary>
    FilteredUnknownName,

    /// <summary>The suggestion jumps away in front of other statements, which would never run.</summary>
    FilteredUnreachable,

    /// <summary>The suggestion imported a namespace of which the file uses nothing.</summary>
    FilteredUnneeded,

    /// <summary>The suggestion declared a local or a member that is declared already.</summary>
    FilteredDuplicate,

    /// <summary>The compiler finds an error in the suggestion: a name that nothing declares, arguments that no method takes, a value of another type.</summary>
    FilteredBinding,

    /// <summary>The model reached its token limit before a place to stop, or wrote past the place inside a line.</summary>
    FilteredUnfinished,

    /// <summary>An entry of the completion list is selected, and the user does not want it extended.</summary>
    FilteredSelectedEntry,

    /// <summary>The model was not sure enough.</summary>
    LowConfidence,

    /// <summary>The editor cancelled the request.</summary>
    Cancelled,

    /// <summary>A newer request for the same document took its place.</summary>
    Superseded,

    /// <summary>The model is still loading.</summary>
    ModelLoading,

    /// <summary>The model could not be loaded, or failed while it generated.</summary>
    ModelFailed,

    /// <summary>The time budget ended before anything was complete.</summary>
    TimedOut,
}
