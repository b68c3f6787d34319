namespace Fathom.Server.Commands;

/// <summary>The commands that clients can have executed.</summary>
internal static class CommandNames
{
    /// <summary>All of a suggestion was taken; carried by every item. Arguments: the request's id.</summary>
    public const string Accepted = "fathom.accepted";

    /// <summary>The next characters of a suggestion were taken. Arguments: the request's id, how many UTF-16 units.</summary>
    public const string PartlyAccepted = "fathom.partlyAccepted";

    /// <summary>Stops completion for a while. Arguments: what and how long, or nothing for everything until resumed.</summary>
    public const string Pause = "fathom.pause";

    /// <summary>Ends a pause. Arguments: which, or nothing for all.</summary>
    public const string Resume = "fathom.resume";

    /// <summary>Begins to count anew.</summary>
    public const string ResetStatistics = "fathom.resetStatistics";

    /// <summary>Makes a structural replacement ready. Arguments: <see cref="Protocol.ReplaceArgument"/>.</summary>
    public const string StageReplace = "fathom.stageReplace";

    /// <summary>Makes a renaming ready. Arguments: <see cref="Protocol.RenameArgument"/>.</summary>
    public const string StageRename = "fathom.stageRename";

    /// <summary>Has a model that runs elsewhere make an edit ready. Arguments: <see cref="Protocol.EditArgument"/>.</summary>
    public const string StageEdit = "fathom.stageEdit";

    /// <summary>Has the client apply an edit that was made ready. Arguments: its id.</summary>
    public const string ApplyStaged = "fathom.applyStaged";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Accepted, PartlyAccepted, Pause, Resume, ResetStatistics, StageReplace, StageRename, StageEdit, ApplyStaged];
}
