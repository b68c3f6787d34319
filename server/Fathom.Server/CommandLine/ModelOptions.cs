using System.CommandLine;
using Fathom.Backends;
using Fathom.Backends.Prompting;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>The options that choose a model, the same for every command that runs one.</summary>
/// <param name="mayRunElsewhere">True for commands that can use a model that runs elsewhere.</param>
internal sealed class ModelOptions(bool mayRunElsewhere = false)
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = mayRunElsewhere
            ? "Folder of an exported model, the one that ships with Fathom by default; with --backend, the model's name there."
            : "Folder of an exported model; the one that ships with Fathom by default.",
        HelpName = mayRunElsewhere ? "DIR|NAME" : "DIR",
    };

    private readonly Option<int> _threads = new("--threads") { Description = "Threads of one generation; 0 lets Fathom choose.", HelpName = "N" };

    private readonly Option<string?> _backend = new("--backend")
    {
        Description = $"Where the model runs: {string.Join(", ", BackendKinds.Names)}. The key comes from {BackendSettings.KeyVariable}.",
        HelpName = "KIND",
    };

    private readonly Option<string?> _url = new("--url") { Description = "Address of the server that runs the model.", HelpName = "URL" };

    private readonly Option<string?> _fim = new("--fim")
    {
        Description = $"Family of the model, for servers that cannot fill in the middle by themselves: {string.Join(", ", FimLayouts.Names)}; by default the model's name tells it.",
        HelpName = "FAMILY",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        if (mayRunElsewhere)
        {
            OnlyNames(_backend, BackendKinds.Names);
            OnlyNames(_fim, FimLayouts.Names);
            command.Options.Add(_backend);
            command.Options.Add(_url);
            command.Options.Add(_fim);
        }

        _threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 256)
            {
                result.AddError("--threads has to be from 0 to 256.");
            }
        });
        command.Options.Add(_threads);
    }

    /// <summary>What the user chose.</summary>
    public ModelChoice Read(ParseResult result)
    {
        string? model = result.GetValue(_model);
        int threads = result.GetValue(_threads);
        return mayRunElsewhere && result.GetValue(_backend) is { } name && BackendKinds.Find(name) is { } kind
            ? new ModelChoice(null, threads, Backend: new BackendChoice(kind, result.GetValue(_url), model, Fim: result.GetValue(_fim)))
            : new ModelChoice(model, threads);
    }

    private static void OnlyNames(Option<string?> option, IReadOnlyList<string> names) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } name && !names.Contains(name))
        {
            result.AddError($"{option.Name} has to be one of {string.Join(", ", names)}.");
        }
    });
}
