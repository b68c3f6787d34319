using System.Text.Json;
using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Protocols;

/// <summary>How one kind of server is asked, and what its answers mean. Knows nothing of connections.</summary>
internal interface IBackendProtocol
{
    /// <summary>What people call the server.</summary>
    string Server { get; }

    /// <summary>True where an answer is one JSON object a line; false for server-sent events.</summary>
    bool IsLines { get; }

    /// <summary>The request for a completion.</summary>
    /// <param name="prompt">The prompt, cut to size.</param>
    /// <param name="options">How it is to be generated.</param>
    /// <param name="layout">Null to let the server write the prompt; else the layout in which it is written here.</param>
    BackendCall Complete(CompletionPrompt prompt, GenerationOptions options, FimLayout? layout);

    /// <summary>The request that only has the server read a prompt; null where that has no use, or costs money.</summary>
    BackendCall? Prefill(CompletionPrompt prompt);

    /// <summary>What one event of an answer says; null where it says nothing of the text.</summary>
    /// <exception cref="InvalidOperationException">It is not of this protocol.</exception>
    AnswerPart? Read(JsonElement message);

    /// <summary>True when a refusal says that the server cannot write fill-in-the-middle prompts for its model by itself.</summary>
    bool RefusesSuffix(int status, string body);

    /// <summary>The request for the names of the models.</summary>
    BackendCall Models { get; }

    /// <summary>The names in the answer to <see cref="Models"/>.</summary>
    IEnumerable<string> ModelNames(JsonElement answer);
}
