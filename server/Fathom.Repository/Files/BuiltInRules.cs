namespace Fathom.Repository.Files;

/// <summary>The rules that hold in every repository: what holds secrets and what tools write.</summary>
internal static class BuiltInRules
{
    private static readonly HashSet<string> OutputFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "obj", "node_modules", "bower_components", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__", "venv",
    };

    // Tools write into these, and people name folders of sources so too.
    private static readonly HashSet<string> PossibleOutputFolders = new(StringComparer.OrdinalIgnoreCase) { "bin", "packages", "artifacts", "dist" };

    private static readonly string[] GeneratedEndings =
    [
        ".g.cs", ".g.i.cs", ".designer.cs", ".generated.cs", ".min.js", ".min.css", ".bundle.js", ".pb.go", "_pb2.py", ".pb.cc", ".pb.h",
        "AssemblyInfo.cs", "AssemblyAttributes.cs", "ModelSnapshot.cs",
    ];

    private static readonly string[] SecretEndings =
    [
        ".pem", ".key", ".pfx", ".p12", ".jks", ".keystore", ".kdbx", ".ppk", ".gpg", ".asc", ".tfstate", ".tfvars", ".publishsettings", ".pubxml.user",
    ];

    private static readonly string[] SecretNames =
    [
        "credentials", "credentials.json", "secrets.json", "local.settings.json", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", ".netrc", "_netrc",
        ".npmrc", ".pypirc", ".git-credentials", ".htpasswd", ".dockercfg", ".pgpass", ".env", "secrets.yml", "secrets.yaml",
    ];

    /// <summary>Why a folder of this name is not entered, or <see cref="SkipReason.None"/>.</summary>
    public static SkipReason OfFolder(ReadOnlySpan<char> name) =>
        name.StartsWith('.') ? SkipReason.Hidden
        : OutputFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) ? SkipReason.Generated
        : SkipReason.None;

    /// <summary>True for the name of a folder that tools write into unless its files are tracked.</summary>
    public static bool MayBeOutput(ReadOnlySpan<char> name) => PossibleOutputFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>Why a file of this name is not read, or <see cref="SkipReason.None"/>. Secrets come first: no other rule may take their place.</summary>
    public static SkipReason OfFile(string name)
    {
        if (HoldsSecrets(name))
        {
            return SkipReason.SecretName;
        }

        if (name.StartsWith('.'))
        {
            return SkipReason.Hidden;
        }

        if (!SourceLanguages.Contains(name))
        {
            return SkipReason.UnknownLanguage;
        }

        return name.StartsWith("TemporaryGeneratedFile_", StringComparison.OrdinalIgnoreCase) || EndsWithOneOf(name, GeneratedEndings)
            ? SkipReason.Generated
            : SkipReason.None;
    }

    private static bool HoldsSecrets(string name) =>
        SecretNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.StartsWith(".env.", StringComparison.OrdinalIgnoreCase)
        || EndsWithOneOf(name, SecretEndings);

    private static bool EndsWithOneOf(string name, string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
