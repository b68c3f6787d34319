namespace Fathom.Server.Configuration;

/// <summary>When the first line of a suggestion is offered as an item of the editor's ordinary completion list.</summary>
internal enum ListOffer
{
    /// <summary>Where the client does not know inline completion.</summary>
    Automatic,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}
