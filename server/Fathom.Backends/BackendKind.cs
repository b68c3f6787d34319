namespace Fathom.Backends;

/// <summary>What kind of server runs a model.</summary>
public enum BackendKind
{
    /// <summary>The DeepSeek API, by its fill-in-the-middle endpoint.</summary>
    DeepSeek,

    /// <summary>The server of llama.cpp, <c>llama-server</c>.</summary>
    LlamaCpp,

    /// <summary>A server that completes text as OpenAI's <c>/v1/completions</c> does: vLLM, SGLang and others.</summary>
    OpenAi,

    /// <summary>Ollama.</summary>
    Ollama,
}
