using System.Text.Json;
using Fathom.Backends;
using Fathom.Backends.Prompting;
using Fathom.Completion;
using Fathom.Server.Workspaces;

namespace Fathom.Server.Configuration;

/// <summary>Reads settings from a client's JSON. What is wrong, or named nowhere, gets its default; what is wrong is reported.</summary>
internal sealed class SettingsReader
{
    // The way there and back, and a larger model.
    private const int RemoteTimeBudget = 3000;
    private readonly JsonElement _section;
    private readonly JsonElement? _given;
    private readonly string _path;
    private readonly List<string> _warnings;

    private SettingsReader(JsonElement section, JsonElement? given, string path, List<string> warnings) =>
        (_section, _given, _path, _warnings) = (section, given, path, warnings);

    /// <summary>The settings of a JSON value: the section <c>fathom</c> of an object, or the object itself.</summary>
    /// <param name="json">The settings.</param>
    /// <param name="given">Settings that stand where <paramref name="json"/> names no value, or null for one.</param>
    /// <returns>The settings and one sentence for each value that could not be used.</returns>
    public static (ServerSettings Settings, IReadOnlyList<string> Warnings) Read(JsonElement? json, JsonElement? given = null)
    {
        if (SectionOf(json) is not { } section)
        {
            return (ServerSettings.Default, []);
        }

        var reader = new SettingsReader(section, SectionOf(given), "fathom", []);
        BackendChoice? backend = reader.Backend();
        CompletionSettings defaults = CompletionSettings.Default;
        int timeBudget = backend is null ? defaults.TimeBudgetMilliseconds : RemoteTimeBudget;
        var completion = new CompletionSettings
        {
            Enabled = reader.Boolean("enabled", defaults.Enabled),
            DisabledLanguages = reader.Strings("disabledLanguages", defaults.DisabledLanguages),
            Exclude = reader.Patterns("exclude", defaults.Exclude),
            MaximumDocumentLength = reader.Integer("maxDocumentLength", defaults.MaximumDocumentLength, 1, int.MaxValue),
            MultiLine = reader.Boolean("multiLine", defaults.MultiLine),
            MaximumLines = reader.Integer("maxLines", defaults.MaximumLines, 1, 100),
            MaximumTokens = reader.Integer("maxTokens", defaults.MaximumTokens, 1, 1024),
            TimeBudgetMilliseconds = reader.Integer("timeBudgetMs", timeBudget, 10, 60_000),
            Confidence = reader.Level("confidence", defaults.Confidence),
            InsideLines = reader.Boolean("insideLines", defaults.InsideLines),
            Guidance = reader.Boolean("guidance", defaults.Guidance),
            Check = reader.Boolean("check", defaults.Check),
            ExtendSelectedEntry = reader.Boolean("extendSelectedEntry", defaults.ExtendSelectedEntry),
        };
        var settings = new ServerSettings(
            completion,
            reader.IsManual(),
            reader.Debounce(),
            reader.Offer(),
            reader.Text("model"),
            reader.Integer("threads", 0, 0, 256),
            reader.Integer("contextTokens", ContextBudget.Tokens, 0, ContextBudget.MostTokens),
            reader.Boolean("repositoryCache", true),
            backend);
        return (settings, reader._warnings);
    }

    private static JsonElement? SectionOf(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Object } root)
        {
            return null;
        }

        return root.TryGetProperty("fathom", out JsonElement nested) && nested.ValueKind == JsonValueKind.Object ? nested : root;
    }

    private bool Boolean(string name, bool fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Warn(name, "true or false", fallback);
    }

    private int Integer(string name, int fallback, int least, int most)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        bool isValid = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most;
        return isValid ? value.GetInt32() : Warn(name, $"a whole number from {least} to {most}", fallback);
    }

    private IReadOnlyList<string> Strings(string name, IReadOnlyList<string> fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        bool isValid = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String);
        return isValid ? [.. value.EnumerateArray().Select(each => each.GetString()!)] : Warn(name, "a list of strings", fallback);
    }

    /// <summary>The patterns of a list that can be used: one that cannot must not take the others along.</summary>
    private IReadOnlyList<string> Patterns(string name, IReadOnlyList<string> fallback)
    {
        IReadOnlyList<string> patterns = Strings(name, fallback);
        string[] unusable = [.. patterns.Where(pattern => !CompletionSettings.CanExclude(pattern))];
        _warnings.AddRange(unusable.Select(pattern => $"The setting {_path}.{name} has the pattern \"{pattern}\", which cannot be used (\"..\" can only begin one); it is left out."));
        return unusable.Length == 0 ? patterns : [.. patterns.Except(unusable)];
    }

    private string? Text(string name)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : Warn<string?>(name, "a string", null);
    }

    private ConfidenceLevel Level(string name, ConfidenceLevel fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        return (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
        {
            "eager" => ConfidenceLevel.Eager,
            "balanced" => ConfidenceLevel.Balanced,
            "quiet" => ConfidenceLevel.Quiet,
            _ => Warn(name, "\"eager\", \"balanced\" or \"quiet\"", fallback),
        };
    }

    private bool IsManual()
    {
        if (!TryGet("trigger", out JsonElement value))
        {
            return false;
        }

        return (value.ValueKind == JsonValueKind.String ? value.GetString() : null) switch
        {
            "automatic" => false,
            "manual" => true,
            _ => Warn("trigger", "\"automatic\" or \"manual\"", false),
        };
    }

    private int? Debounce()
    {
        const int most = 2000;
        if (!TryGet("debounceMs", out JsonElement value) || IsAuto(value))
        {
            return null;
        }

        bool isValid = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number is >= 0 and <= most;
        return isValid ? value.GetInt32() : Warn<int?>("debounceMs", $"\"auto\" or a whole number from 0 to {most}", null);
    }

    private ListOffer Offer()
    {
        if (!TryGet("completionItems", out JsonElement value) || IsAuto(value))
        {
            return ListOffer.Automatic;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => ListOffer.Always,
            JsonValueKind.False => ListOffer.Never,
            _ => Warn("completionItems", "\"auto\", true or false", ListOffer.Automatic),
        };
    }

    /// <summary>The back end that is asked for; null for the model of this process, also where the kind cannot be used: in doubt nothing leaves it.</summary>
    private BackendChoice? Backend()
    {
        if (!TryGet("backend", out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return Warn<BackendChoice?>("backend", "an object with a kind", null);
        }

        var reader = new SettingsReader(value, null, "fathom.backend", _warnings);
        string kind = reader.Text("kind") ?? BackendKinds.Embedded;
        if (BackendKinds.Find(kind) is not { } known)
        {
            return kind == BackendKinds.Embedded ? null : reader.Warn<BackendChoice?>("kind", $"one of {string.Join(", ", BackendKinds.Names)}", null);
        }

        string? fim = reader.Text("fim");
        return new BackendChoice(
            known,
            reader.Text("url"),
            reader.Text("model"),
            reader.Text("key") is { } key && !string.IsNullOrWhiteSpace(key) ? new BackendKey(key.Trim()) : null,
            reader.Integer("contextTokens", BackendChoice.UsualContextTokens, BackendChoice.LeastContextTokens, BackendChoice.MostContextTokens),
            string.IsNullOrWhiteSpace(fim) || FimLayouts.Find(fim) is not null ? fim : reader.Warn<string?>("fim", $"one of {string.Join(", ", FimLayouts.Names)}", null));
    }

    private static bool IsAuto(JsonElement value) => value.ValueKind == JsonValueKind.String && value.ValueEquals("auto");

    private bool TryGet(string name, out JsonElement value) =>
        (_section.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null)
        || (_given is { } given && given.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null);

    private T Warn<T>(string name, string expected, T fallback)
    {
        _warnings.Add($"The setting {_path}.{name} has to be {expected}; its default is used.");
        return fallback;
    }
}
