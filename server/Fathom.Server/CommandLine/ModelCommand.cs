using System.CommandLine;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom model</c>: looks at exported models.</summary>
internal static class ModelCommand
{
    public static Command Create() => new("model", "Look at exported models.") { ShowModelCommand.Create(), VerifyModelCommand.Create() };
}
