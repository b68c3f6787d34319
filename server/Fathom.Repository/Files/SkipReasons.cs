namespace Fathom.Repository.Files;

/// <summary>Says in words why files are skipped.</summary>
public static class SkipReasons
{
    /// <summary>One clause that goes on from the name of a file, as in <c>a.cs: git ignores it</c>.</summary>
    public static string Explain(SkipReason reason) => reason switch
    {
        SkipReason.None => "it is indexed",
        SkipReason.Missing => "there is no such file",
        SkipReason.Outside => "it lies outside the folder",
        SkipReason.Link => "it is reached through a link; links are not followed",
        SkipReason.Hidden => "it, or a folder above it, is hidden (its name starts with a dot)",
        SkipReason.IgnoredByGit => "git ignores it",
        SkipReason.IgnoredByFathom => ".fathomignore names it",
        SkipReason.SecretName => "files of this name hold secrets",
        SkipReason.SecretContent => "a private key or an access token stands in it",
        SkipReason.Generated => "its name, its folder or its first lines say that a tool wrote it",
        SkipReason.UnknownLanguage => "its extension is not one of a language that is indexed",
        SkipReason.TooLarge => $"it is larger than {FileText.LargestBytes:N0} bytes",
        SkipReason.Binary => "it holds zero bytes, so it is no text",
        SkipReason.NotUtf8 => "its text is not UTF-8; save it as UTF-8",
        SkipReason.Unreadable => "the system does not let it be read",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "This is not a reason."),
    };
}
