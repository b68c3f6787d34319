using Fathom.Completion;

namespace Fathom.Server.Status;

/// <summary>Says in a sentence for people how a request ended.</summary>
internal static class OutcomeSentences
{
    /// <summary>The sentence of an outcome.</summary>
    public static string Of(CompletionOutcome outcome) => outcome switch
    {
        CompletionOutcome.Shown => "A suggestion was shown.",
        CompletionOutcome.Recalled => "The earlier suggestion still fits what was typed, so it was shown again.",
        CompletionOutcome.NoContext => "The document is empty, so there is nothing to go on from.",
        CompletionOutcome.GatedDisabled => "Completion is switched off here (settings fathom.enabled and fathom.disabledLanguages).",
        CompletionOutcome.GatedExcluded => "This file is excluded (setting fathom.exclude).",
        CompletionOutcome.GatedPrivate => "The model runs elsewhere, and this file is not sent there.",
        CompletionOutcome.GatedReadOnly => "This document cannot be edited.",
        CompletionOutcome.GatedTooLarge => "This document is larger than the limit (setting fathom.maxDocumentLength).",
        CompletionOutcome.GatedUnknownDocument => "The editor has not opened this document, or its copy was lost; close it and open it again.",
        CompletionOutcome.GatedPaused => "Completion is paused here.",
        CompletionOutcome.GatedManual => "Suggestions come only when you ask for one (setting fathom.trigger).",
        CompletionOutcome.GatedInsideWord => "The cursor stands inside a word.",
        CompletionOutcome.GatedLongLine => "The line is longer than 10,000 characters, which nobody has written by hand.",
        CompletionOutcome.GatedLineComplete => "The line looks complete; a suggestion comes on the next one.",
        CompletionOutcome.GatedTextAfterCursor => "There is text after the cursor that no suggestion would fit.",
        CompletionOutcome.FilteredEmpty => "The model had nothing to say here.",
        CompletionOutcome.FilteredRepeatsSuffix => "The model only repeated what follows the cursor.",
        CompletionOutcome.FilteredRepeatsPrefix => "The model only repeated the lines before the cursor, or itself.",
        CompletionOutcome.FilteredUnbalanced => "The suggestion did not fit the brackets around it.",
        CompletionOutcome.FilteredSyntax => "The suggestion would have added a syntax error.",
        CompletionOutcome.FilteredUnknownName => "The suggestion used a name that this file does not know.",
        CompletionOutcome.FilteredBinding => "The suggestion would not have compiled.",
        CompletionOutcome.FilteredUnneeded => "The suggestion would have imported a namespace that this file does not use.",
        CompletionOutcome.FilteredDuplicate => "The suggestion would have declared a name that is declared already.",
        CompletionOutcome.FilteredUnreachable => "The suggestion would have kept the statements after it from running.",
        CompletionOutcome.FilteredUnfinished => "The suggestion found no place to end before its limit (settings fathom.maxTokens and fathom.maxLines).",
        CompletionOutcome.FilteredSelectedEntry => "An entry of the completion list is selected (setting fathom.extendSelectedEntry).",
        CompletionOutcome.LowConfidence => "The model was not sure enough (setting fathom.confidence).",
        CompletionOutcome.Cancelled => "The editor cancelled the request.",
        CompletionOutcome.Superseded => "A newer request took its place.",
        CompletionOutcome.ModelLoading => "The model is still loading.",
        CompletionOutcome.ModelFailed => "There is no model to ask, or it failed.",
        CompletionOutcome.TimedOut => "Nothing was complete within the time allowed (setting fathom.timeBudgetMs).",
        _ => $"The request ended with {outcome}.",
    };
}
