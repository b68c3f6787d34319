using System.Runtime.CompilerServices;
using System.Text.Json;
using Fathom.Backends.Http;
using Fathom.Backends.Protocols;
using Microsoft.Extensions.AI;

namespace Fathom.Backends.Chat;

/// <summary>A model that runs elsewhere and is talked to, by the <c>chat/completions</c> of the DeepSeek API, vLLM, SGLang, llama.cpp or Ollama. Opens no connection before it is asked.</summary>
public sealed class RemoteChatModel : IChatClient
{
    private static readonly TimeSpan s_silenceLimit = TimeSpan.FromMinutes(3);
    private readonly BackendSettings _settings;
    private readonly BackendClient _client;
    private readonly BackendCall _call;

    /// <param name="settings">The back end.</param>
    /// <param name="silenceLimit">How long the server may send nothing; 3 minutes by default, for some think.</param>
    public RemoteChatModel(BackendSettings settings, TimeSpan? silenceLimit = null)
    {
        _settings = settings;
        string server = settings.Kind == BackendKind.DeepSeek ? "The DeepSeek API" : "The server";
        _client = new BackendClient(settings, answersInLines: false, new BackendFailures(settings, server, TimeProvider.System), silenceLimit ?? s_silenceLimit);
        _call = new BackendCall(settings.Kind == BackendKind.DeepSeek ? "chat/completions" : "v1/chat/completions", null);
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">The server could not be used, or broke off.</exception>
    /// <exception cref="OperationCanceledException">The answer is not wanted any more.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = new ChatAnswer();
        try
        {
            await foreach (JsonElement message in _client.StreamAsync(_call with { Body = ChatRequest.Write(_settings.Kind, _settings.Model, messages, options) }, cancellationToken).ConfigureAwait(false))
            {
                answer.Add(message);
            }
        }
        catch (BackendRefusal refusal)
        {
            throw refusal.Failure;
        }

        return !answer.HasEnded ? throw _client.Failures.OfBrokenAnswer()
            : answer.IsCut ? throw _client.Failures.OfCutAnswer()
            : new ChatResponse(answer.ToMessage());
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
