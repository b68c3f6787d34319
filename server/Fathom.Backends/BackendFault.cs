namespace Fathom.Backends;

/// <summary>What was wrong; it decides how long a server is left alone.</summary>
public enum BackendFault
{
    /// <summary>The settings cannot be used; no request was sent.</summary>
    Settings,

    /// <summary>The server refuses the key, or there is none.</summary>
    Key,

    /// <summary>The account has no balance.</summary>
    Balance,

    /// <summary>Too many requests.</summary>
    Limit,

    /// <summary>The server does not take the request: another model, another protocol.</summary>
    Request,

    /// <summary>The server failed, or is overloaded.</summary>
    Server,

    /// <summary>There is no connection.</summary>
    Connection,

    /// <summary>The answer is not what the protocol says.</summary>
    Answer,

    /// <summary>The answer took too long.</summary>
    Slow,
}
