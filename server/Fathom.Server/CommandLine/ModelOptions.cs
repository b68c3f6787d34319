using System.CommandLine;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>The options that choose a model, the same for every command that runs one.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _folder = new("--model") { Description = "Folder of an exported model; the one that ships with Fathom by default.", HelpName = "DIR" };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of one generation; 0 lets Fathom choose.", HelpName = "N" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 256)
            {
                result.AddError("--threads has to be from 0 to 256.");
            }
        });
        command.Options.Add(_folder);
        command.Options.Add(_threads);
    }

    /// <summary>What the user chose.</summary>
    public ModelChoice Read(ParseResult result) => new(result.GetValue(_folder), result.GetValue(_threads));
}
