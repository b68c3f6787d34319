namespace Fathom.Repository.Files;

/// <summary>Why a file is neither indexed nor ever put into a prompt.</summary>
public enum SkipReason
{
    /// <summary>It is not skipped.</summary>
    None,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It lies outside the folder.</summary>
    Outside,

    /// <summary>It, or a folder above it, is a link.</summary>
    Link,

    /// <summary>It, or a folder above it, is hidden.</summary>
    Hidden,

    /// <summary>Git ignores it.</summary>
    IgnoredByGit,

    /// <summary>The file <c>.fathomignore</c> names it.</summary>
    IgnoredByFathom,

    /// <summary>Its name says that it holds secrets.</summary>
    SecretName,

    /// <summary>A private key or an access token stands in it.</summary>
    SecretContent,

    /// <summary>Its name, its folder or its first lines say that a tool wrote it.</summary>
    Generated,

    /// <summary>Its extension is not one of a language that is indexed.</summary>
    UnknownLanguage,

    /// <summary>It is larger than a megabyte.</summary>
    TooLarge,

    /// <summary>It holds bytes that no text has.</summary>
    Binary,

    /// <summary>Its text is not UTF-8.</summary>
    NotUtf8,

    /// <summary>The system does not let it be read.</summary>
    Unreadable,
}
