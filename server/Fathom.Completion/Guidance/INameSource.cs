using Fathom.Repository.CSharp;

namespace Fathom.Completion.Guidance;

/// <summary>Tells a model that writes which names may come next.</summary>
public interface INameSource
{
    /// <summary>Begins to find out which names may stand behind a text; returns at once.</summary>
    /// <param name="back">How many characters before the cursor the model writes anew.</param>
    /// <param name="written">The text from there on, up to where the name begins.</param>
    /// <returns>The names; <see cref="ValidNames.Unknown"/> where nothing is known in time. Never fails.</returns>
    Task<ValidNames> FindAsync(int back, string written);
}
