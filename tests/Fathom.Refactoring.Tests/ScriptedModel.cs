using Microsoft.Extensions.AI;

namespace Fathom.Refactoring.Tests;

/// <summary>A fake of a model that runs elsewhere, since none that can plan an edit can be had here: it makes the calls that a test gives it, and keeps what it was told.</summary>
internal sealed class ScriptedModel(params AIContent[] turns) : IChatClient
{
    private readonly Queue<AIContent> _turns = new(turns);

    /// <summary>What the tools answered, in order.</summary>
    public List<string> Told { get; } = [];

    public static FunctionCallContent Call(string tool, params (string Name, object Value)[] arguments) =>
        new(Guid.NewGuid().ToString("N"), tool, arguments.ToDictionary(each => each.Name, object? (each) => each.Value));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Told.AddRange(messages.Last().Contents.OfType<FunctionResultContent>().Select(result => result.Result?.ToString() ?? ""));
        AIContent turn = _turns.TryDequeue(out AIContent? next) ? next : Call("list_files");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [turn])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
