using System.Text.Json;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Pauses;
using Fathom.Server.Protocol;

namespace Fathom.Server.Commands;

/// <summary>The commands <c>fathom.pause</c> and <c>fathom.resume</c>.</summary>
internal sealed class PauseCommands(PauseBook pauses, ServerSession session, DocumentStore documents)
{
    private const double MostMinutes = 60 * 24 * 7;

    /// <summary>Begins a pause.</summary>
    /// <exception cref="ArgumentException">The argument makes no sense; the message says what is wanted.</exception>
    public void Pause(JsonElement? argument)
    {
        PauseArgument? asked = Read(argument);
        if (asked?.Minutes is { } minutes && !(minutes > 0 && minutes <= MostMinutes))
        {
            throw new ArgumentException($"minutes has to be more than 0 and at most {MostMinutes}; leave it out to pause until resumed");
        }

        (PauseScope scope, string subject) = Covered(asked);
        pauses.Begin(scope, subject, asked?.Minutes is { } length ? TimeSpan.FromMinutes(length) : null);
    }

    /// <summary>Ends the pause that the argument names, or all.</summary>
    /// <exception cref="ArgumentException">The argument makes no sense; the message says what is wanted.</exception>
    public void Resume(JsonElement? argument)
    {
        PauseArgument? asked = Read(argument);
        if (asked?.Scope is null)
        {
            pauses.EndAll();
            return;
        }

        (PauseScope scope, string subject) = Covered(asked);
        pauses.End(scope, subject);
    }

    private static PauseArgument? Read(JsonElement? argument)
    {
        try
        {
            return argument is { ValueKind: JsonValueKind.Object } given ? given.Deserialize(ProtocolJson.Default.PauseArgument) : null;
        }
        catch (JsonException)
        {
            throw new ArgumentException("the argument has to be { scope, uri, languageId, minutes }, with minutes a number and the others strings");
        }
    }

    private (PauseScope Scope, string Subject) Covered(PauseArgument? asked) => (asked?.Scope, asked?.Uri, asked?.LanguageId) switch
    {
        (null or "all", _, _) => (PauseScope.All, ""),
        ("file", { } uri, _) => (PauseScope.File, DocumentUri.KeyOf(uri)),
        ("file", null, _) => throw new ArgumentException("the scope \"file\" needs the file's uri"),
        ("language", _, { } language) => (PauseScope.Language, language),
        ("language", { } uri, null) when documents.Find(uri) is { } open => (PauseScope.Language, session.Describe(open).Language),
        ("language", _, _) => throw new ArgumentException("the scope \"language\" needs a languageId, or the uri of an open file"),
        _ => throw new ArgumentException("the scope has to be \"file\", \"language\" or \"all\""),
    };
}
