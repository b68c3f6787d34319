namespace Fathom.Server.Acceptance;

/// <summary>Is told what becomes of suggestions.</summary>
internal interface IUsageSink
{
    /// <summary>A suggestion was seen.</summary>
    void Shown(string language);

    /// <summary>Characters of suggestions were taken; 0 or more.</summary>
    void Characters(int count);

    /// <summary>The fate of a suggestion is known, or known better than before.</summary>
    /// <param name="documentKey">Its document.</param>
    /// <param name="id">Identity of the latest request that it answered.</param>
    /// <param name="language">Its language id.</param>
    /// <param name="before">What was told before.</param>
    /// <param name="fate">What is true now; not equal to <paramref name="before"/>.</param>
    void Settle(string documentKey, string id, string language, SuggestionFate before, SuggestionFate fate);
}
