using System.CommandLine;
using Fathom.Backends;
using Fathom.Backends.Prompting;

namespace Fathom.Server.CommandLine;

/// <summary>The options that name a model elsewhere, the same for every command that can use one.</summary>
/// <param name="place">Where the model of the command may run.</param>
internal sealed class BackendOptions(ModelPlace place)
{
    private readonly Option<string?> _backend = new("--backend")
    {
        Description = $"Where the model runs: {string.Join(", ", NamesFor(place))}. The key comes from {BackendSettings.KeyVariable}, or from {BackendSettings.DeepSeekKeyVariable} for the DeepSeek API.",
        HelpName = "KIND",
    };

    private readonly Option<string?> _url = new("--url") { Description = "Address of the server that runs the model; the usual one of its kind by default.", HelpName = "URL" };

    private readonly Option<string?> _fim = new("--fim")
    {
        Description = $"Family of the model, for servers that cannot fill in the middle by themselves: {string.Join(", ", FimLayouts.Names)}; by default the model's name tells it.",
        HelpName = "FAMILY",
    };

    private readonly Option<int?> _contextTokens = new("--backend-context-tokens")
    {
        Description = $"Most tokens of a prompt for the model elsewhere; {BackendChoice.UsualContextTokens} by default.",
        HelpName = "N",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        OnlyNames(_backend, NamesFor(place));
        OnlyNames(_fim, FimLayouts.Names);
        _contextTokens.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < BackendChoice.LeastContextTokens or > BackendChoice.MostContextTokens)
            {
                result.AddError($"{_contextTokens.Name} has to be from {BackendChoice.LeastContextTokens} to {BackendChoice.MostContextTokens}.");
            }
        });
        Option[] details = [_url, _fim, _contextTokens];
        command.Options.Add(_backend);
        foreach (Option detail in details)
        {
            command.Options.Add(detail);
        }

        // Whoever names a server must not be answered by the model of this process without a word.
        command.Validators.Add(result =>
        {
            bool namesServer = result.GetResult(_backend)?.Tokens is [{ Value: not BackendKinds.Embedded }, ..];
            if (!namesServer && Array.Find(details, detail => result.GetResult(detail) is not null) is { } lost)
            {
                result.AddError($"{lost.Name} is about a model that runs elsewhere; name its kind with --backend, one of {string.Join(", ", NamesFor(ModelPlace.Elsewhere))}.");
            }
        });
    }

    /// <summary>The model elsewhere that the user chose; null for the one in this process.</summary>
    public BackendChoice? Read(ParseResult result, string? model) => result.GetValue(_backend) is { } name && BackendKinds.Find(name) is { } kind
        ? new BackendChoice(kind, result.GetValue(_url), model, ContextTokens: result.GetValue(_contextTokens) ?? BackendChoice.UsualContextTokens, Fim: result.GetValue(_fim))
        : null;

    /// <summary>True where the user said that the model of this process is to be used.</summary>
    public bool NamesEmbedded(ParseResult result) => result.GetValue(_backend) == BackendKinds.Embedded;

    private static IReadOnlyList<string> NamesFor(ModelPlace place) =>
        place == ModelPlace.Elsewhere ? [.. BackendKinds.Names.Where(name => name != BackendKinds.Embedded)] : BackendKinds.Names;

    private static void OnlyNames(Option<string?> option, IReadOnlyList<string> names) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } name && !names.Contains(name))
        {
            result.AddError($"{option.Name} has to be one of {string.Join(", ", names)}.");
        }
    });
}
