using Fathom.Backends.Prompting;

namespace Fathom.Backends;

/// <summary>A back end that can be asked: what a user wrote, checked and completed.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Address">Its address; ends with a slash.</param>
/// <param name="Model">The model's name there; empty where the server runs one model only.</param>
/// <param name="Key">The key, or null.</param>
/// <param name="ContextTokens">Most tokens of a prompt.</param>
/// <param name="Layout">How fill-in-the-middle prompts are written for the model; null where that is not known.</param>
public sealed record BackendSettings(BackendKind Kind, Uri Address, string Model, BackendKey? Key, int ContextTokens, FimLayout? Layout)
{
    /// <summary>The environment variable that holds the key of any back end.</summary>
    public const string KeyVariable = "FATHOM_API_KEY";

    /// <summary>The environment variable that holds a key of the DeepSeek API.</summary>
    public const string DeepSeekKeyVariable = "DEEPSEEK_API_KEY";

    /// <summary>Checks what a user wrote.</summary>
    /// <param name="choice">What the user wrote.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="needsModel">False where it is enough to reach the server.</param>
    /// <exception cref="BackendException">It cannot be used; the message says why, and what to do.</exception>
    public static BackendSettings Of(BackendChoice choice, Func<string, string?> environment, bool needsModel = true)
    {
        Uri address = AddressOf(choice);
        (BackendKey? key, string place) = choice.Key is { } given ? (given, SettingNames.Key) : KeyOf(choice.Kind, environment);
        if (choice.Kind == BackendKind.DeepSeek && key is null)
        {
            throw Wrong($"The DeepSeek API needs a key; set {SettingNames.Key}, or {DeepSeekKeyVariable} in the environment of Fathom.");
        }

        if (key is not null && key.Secret.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw Wrong($"The key in {place} holds a blank, a control character or a letter outside ASCII, which no key can; put the key alone there.");
        }

        if (key is not null && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            throw Wrong($"The key is not sent to {address.Authority} in the clear; set {SettingNames.Url} to an address that begins with https://.");
        }

        if (needsModel && choice.Kind != BackendKind.LlamaCpp && string.IsNullOrWhiteSpace(choice.Model))
        {
            throw Wrong($"The back end {BackendKinds.NameOf(choice.Kind)} needs the name of a model; set {SettingNames.Model}; 'fathom backend check' lists those of the server.");
        }

        string model = choice.Model?.Trim() ?? "";
        return new BackendSettings(choice.Kind, address, model, key, choice.ContextTokens, LayoutOf(choice.Fim, model));
    }

    private static Uri AddressOf(BackendChoice choice)
    {
        string? url = string.IsNullOrWhiteSpace(choice.Url) ? UsualAddress(choice.Kind) : choice.Url.Trim();
        if (url is null)
        {
            throw Wrong($"The back end {BackendKinds.NameOf(choice.Kind)} needs an address; set {SettingNames.Url}, as in http://localhost:8000.");
        }

        bool isAddress = Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
        return !isAddress ? throw Wrong($"The setting {SettingNames.Url} has to be an address that begins with http:// or https://.")
            : address!.UserInfo.Length > 0 || address.Query.Length > 0 ? throw Wrong($"The setting {SettingNames.Url} must hold neither a name and password nor a query; the key belongs into {SettingNames.Key}, or {KeyVariable} in the environment of Fathom.")
            : address;
    }

    private static string? UsualAddress(BackendKind kind) => kind switch
    {
        BackendKind.DeepSeek => "https://api.deepseek.com",
        BackendKind.LlamaCpp => "http://localhost:8080",
        BackendKind.Ollama => "http://localhost:11434",
        _ => null,
    };

    private static (BackendKey? Key, string Place) KeyOf(BackendKind kind, Func<string, string?> environment)
    {
        string[] places = kind == BackendKind.DeepSeek ? [KeyVariable, DeepSeekKeyVariable] : [KeyVariable];
        string? place = Array.Find(places, place => !string.IsNullOrWhiteSpace(environment(place)));
        return place is null ? (null, "") : (new BackendKey(environment(place)!.Trim()), place);
    }

    private static FimLayout? LayoutOf(string? name, string model) => string.IsNullOrWhiteSpace(name)
        ? FimLayouts.OfModel(model)
        : FimLayouts.Find(name) ?? throw Wrong($"The setting {SettingNames.Fim} has to be one of {string.Join(", ", FimLayouts.Names)}.");

    private static BackendException Wrong(string sentence) => new(sentence, BackendFault.Settings);
}
