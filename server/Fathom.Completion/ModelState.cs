using Fathom.Completion.Generation;

namespace Fathom.Completion;

/// <summary>Whether there is a model to ask.</summary>
/// <param name="Model">The model when it is ready, else null.</param>
/// <param name="Failure">One sentence that says why there is none, or null while it loads or when it is ready.</param>
public sealed record ModelState(ICompletionModel? Model, string? Failure)
{
    /// <summary>The model is being loaded.</summary>
    public static ModelState Loading { get; } = new(null, null);

    /// <summary>The model is ready.</summary>
    public static ModelState Ready(ICompletionModel model) => new(model, null);

    /// <summary>The model could not be loaded.</summary>
    public static ModelState Failed(string failure) => new(null, failure);
}
