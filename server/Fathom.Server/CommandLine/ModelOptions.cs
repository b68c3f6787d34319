using System.CommandLine;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>The options that choose a model, the same for every command that runs one.</summary>
/// <param name="place">Where the model of the command may run.</param>
internal sealed class ModelOptions(ModelPlace place = ModelPlace.Here)
{
    private readonly Option<string?> _model = new("--model")
    {
        Description = place switch
        {
            ModelPlace.Here => "Folder of an exported model; the one that ships with Fathom by default.",
            ModelPlace.Anywhere => "Folder of an exported model, the one that ships with Fathom by default; with --backend, the model's name there.",
            _ => "The model's name on the server.",
        },
        HelpName = place switch
        {
            ModelPlace.Here => "DIR",
            ModelPlace.Anywhere => "DIR|NAME",
            _ => "NAME",
        },
    };

    private readonly Option<int> _threads = new("--threads") { Description = "Threads of one generation of the model in this process; 0 lets Fathom choose.", HelpName = "N" };
    private readonly BackendOptions _backend = new(place);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        if (place != ModelPlace.Here)
        {
            _backend.AddTo(command);
        }

        // A server has threads of its own.
        if (place != ModelPlace.Elsewhere)
        {
            _threads.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is < 0 or > 256)
                {
                    result.AddError("--threads has to be from 0 to 256.");
                }
            });
            command.Options.Add(_threads);
        }
    }

    /// <summary>What the user chose.</summary>
    public ModelChoice Read(ParseResult result)
    {
        string? model = result.GetValue(_model);
        int threads = place == ModelPlace.Elsewhere ? 0 : result.GetValue(_threads);
        return place != ModelPlace.Here && _backend.Read(result, model) is { } backend
            ? new ModelChoice(null, threads, Backend: backend)
            : new ModelChoice(model, threads, StaysHere: place == ModelPlace.Anywhere && _backend.NamesEmbedded(result));
    }
}
