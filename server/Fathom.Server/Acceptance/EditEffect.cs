namespace Fathom.Server.Acceptance;

/// <summary>What an edit means for a suggestion on the screen.</summary>
internal enum EditEffect
{
    /// <summary>It still fits: nothing happened at its place, or letters typed before were taken back.</summary>
    Kept,

    /// <summary>The user typed letters of it.</summary>
    Typed,

    /// <summary>A part of it, or all, came in one step: the user took it.</summary>
    Taken,

    /// <summary>The text does not agree with it any more, or the user is elsewhere.</summary>
    Diverged,
}
