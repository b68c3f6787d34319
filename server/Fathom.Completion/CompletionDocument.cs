using Fathom.Completion.Cursor;

namespace Fathom.Completion;

/// <summary>A document as it was when a request arrived.</summary>
/// <param name="Id">Key of the document: equal for every spelling of its address.</param>
/// <param name="Path">Path relative to the workspace with forward slashes, or the file name of a document outside it.</param>
/// <param name="Scheme">Scheme of its address, for example <c>file</c> or <c>untitled</c>.</param>
/// <param name="LanguageId">The editor's language id, for example <c>csharp</c>; may be empty.</param>
/// <param name="Text">The whole text with the line ends it has (<c>\n</c>, <c>\r\n</c> or <c>\r</c>).</param>
public sealed record CompletionDocument(string Id, string Path, string Scheme, string LanguageId, string Text)
{
    /// <summary>Names the document among all texts that the cache and the compiler hold; its path by default, which is not enough where several folders are open.</summary>
    public string Key { get => field ?? Path; init; }

    /// <summary>The language id: the editor's, else one derived from the file extension, else empty.</summary>
    public string Language => Languages.IdOf(this);
}
