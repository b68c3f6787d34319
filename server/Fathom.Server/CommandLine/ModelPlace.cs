namespace Fathom.Server.CommandLine;

/// <summary>Where the model of a command may run.</summary>
internal enum ModelPlace
{
    /// <summary>In this process.</summary>
    Here,

    /// <summary>In this process, or on a server.</summary>
    Anywhere,

    /// <summary>On a server: what the command does is done nowhere else.</summary>
    Elsewhere,
}
