using Fathom.Backends;
using Fathom.Completion.Generation;
using Fathom.Repository.Files;

namespace Fathom.Server.Models;

/// <summary>The model that a command line names: in this process, or elsewhere.</summary>
internal static class ChosenModel
{
    /// <summary>Loads it, or makes ready to ask it.</summary>
    /// <exception cref="InvalidDataException">The folder does not hold a model that can be run; the message says what to do.</exception>
    /// <exception cref="BackendException">The back end cannot be used as it is named; the message says what to do.</exception>
    public static ICompletionModel Load(ModelChoice choice) => choice.Backend is { } backend
        ? new RemoteCompletionModel(BackendSettings.Of(backend, Environment.GetEnvironmentVariable))
        : EmbeddedModel.Load(choice);

    /// <summary>Lets the text of a file pass to a model; one that runs elsewhere gets only what may leave this machine.</summary>
    /// <exception cref="InvalidDataException">The file may not leave; the message says why.</exception>
    public static void CheckFile(ICompletionModel model, string file)
    {
        if (model.RunsElsewhere)
        {
            using RepositoryFiles files = RepositoryFiles.Open(RepositoryRoot.Around(file));
            Check(file, files.Judge(Path.GetFullPath(file)).Reason);
        }
    }

    /// <summary>Lets a text that lies in no folder pass to a model; as <see cref="CheckFile"/>.</summary>
    /// <exception cref="InvalidDataException">The text may not leave; the message says why.</exception>
    public static void CheckText(ICompletionModel model, string path, string text)
    {
        if (model.RunsElsewhere)
        {
            Check(path, RepositoryFiles.JudgeLoose(Path.GetFileName(path), text));
        }
    }

    private static void Check(string file, SkipReason reason)
    {
        if (reason != SkipReason.None)
        {
            throw new InvalidDataException($"{file} is not sent to a model that runs elsewhere: {SkipReasons.Explain(reason)}.");
        }
    }
}
