namespace Fathom.Server.CommandLine;

/// <summary>What becomes of a staged edit.</summary>
internal enum AfterStaging
{
    /// <summary>It is only shown.</summary>
    Shown,

    /// <summary>It is written to disk.</summary>
    Written,

    /// <summary>It is not written, though asked for, because it would bring errors.</summary>
    Refused,
}
