namespace Fathom.Backends;

/// <summary>The key of an account. Nothing that prints objects shows it.</summary>
/// <param name="secret">The key itself; not empty.</param>
public sealed class BackendKey(string secret) : IEquatable<BackendKey>
{
    /// <summary>The key itself, for the one header that carries it.</summary>
    internal string Secret { get; } = secret;

    /// <summary>A text without the key, whoever wrote it into it.</summary>
    public string HideIn(string text) => text.Replace(Secret, "…", StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(BackendKey? other) => other is not null && other.Secret == Secret;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BackendKey);

    /// <inheritdoc/>
    public override int GetHashCode() => Secret.GetHashCode(StringComparison.Ordinal);

    /// <summary>Says only that there is a key.</summary>
    public override string ToString() => "(a key)";
}
