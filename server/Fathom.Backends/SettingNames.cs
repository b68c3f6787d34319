namespace Fathom.Backends;

/// <summary>What a user can set, as sentences name it: the setting of an editor, and the option of a command line.</summary>
internal static class SettingNames
{
    public const string Kind = "fathom.backend.kind (--backend)";

    public const string Url = "fathom.backend.url (--url)";

    public const string Model = "fathom.backend.model (--model)";

    public const string ContextTokens = "fathom.backend.contextTokens (--backend-context-tokens)";

    public const string Fim = "fathom.backend.fim (--fim)";

    /// <summary>A command line takes no key: other users of the machine can read it.</summary>
    public const string Key = "fathom.backend.key";
}
