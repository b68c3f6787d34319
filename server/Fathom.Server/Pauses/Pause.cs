using System.Globalization;

namespace Fathom.Server.Pauses;

/// <summary>The user does not want completion for a while.</summary>
/// <param name="Scope">What it covers.</param>
/// <param name="Subject">Key of the document, or the language id; empty for everything.</param>
/// <param name="Until">When it ends by itself, in local time; null for not before it is ended.</param>
internal sealed record Pause(PauseScope Scope, string Subject, DateTimeOffset? Until)
{
    /// <summary>A sentence for people.</summary>
    public string Sentence
    {
        get
        {
            string covered = Scope switch
            {
                PauseScope.File => "for this file",
                PauseScope.Language => $"for {Subject}",
                _ => "everywhere",
            };
            string end = Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until:HH:mm}") : "";
            return $"Paused {covered}{end}.";
        }
    }
}
