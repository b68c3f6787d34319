using System.CommandLine;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom backend</c>: looks at models that run elsewhere.</summary>
internal static class BackendCommand
{
    public static Command Create() => new("backend", "Look at models that run elsewhere.") { CheckBackendCommand.Create() };
}
