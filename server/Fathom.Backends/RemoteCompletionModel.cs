using System.Runtime.CompilerServices;
using System.Text.Json;
using Fathom.Backends.Http;
using Fathom.Backends.Prompting;
using Fathom.Backends.Protocols;
using Fathom.Completion.Generation;

namespace Fathom.Backends;

/// <summary>
/// A model that runs elsewhere. Opens no connection before it is asked for the first time. One generation runs at a time; cancelling it, or reading no further,
/// ends the request within one token.
/// </summary>
public sealed class RemoteCompletionModel : ICompletionModel, IAsyncDisposable
{
    private static readonly TimeSpan s_silenceLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(900);
    private readonly BackendSettings _settings;
    private readonly IBackendProtocol _protocol;
    private readonly BackendClient _client;
    private readonly TimeProvider _time;
    private readonly BackendHealth _health;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _writesPrompt;

    /// <param name="settings">The back end.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="silenceLimit">How long the server may send nothing; 30 s by default.</param>
    public RemoteCompletionModel(BackendSettings settings, TimeProvider? time = null, TimeSpan? silenceLimit = null)
    {
        _time = time ??= TimeProvider.System;
        _settings = settings;
        _protocol = ProtocolOf(settings);
        _health = new BackendHealth(time);
        _health.Changed += () => ProblemChanged?.Invoke();
        _client = new BackendClient(settings, _protocol.IsLines, new BackendFailures(settings, _protocol.Server, time), silenceLimit ?? s_silenceLimit);
        string kind = BackendKinds.NameOf(settings.Kind);
        Name = $"{(settings.Model.Length > 0 ? settings.Model : kind)} at {settings.Address.Authority}";
    }

    /// <summary>Raised when <see cref="Problem"/> has become another.</summary>
    public event Action? ProblemChanged;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool RunsElsewhere => true;

    /// <inheritdoc/>
    public string? Problem => _health.Problem;

    /// <summary>Most tokens of other files in a prompt.</summary>
    public int ContextTokens => PromptWindow.ContextTokens(_settings.ContextTokens);

    /// <summary>True once the server has shown that it does not write fill-in-the-middle prompts by itself, so that they are written here.</summary>
    public bool WritesPrompt => _writesPrompt;

    /// <inheritdoc/>
    /// <exception cref="BackendException">The server could not be used, or is left alone because it could not a moment ago.</exception>
    public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _health.ThrowIfResting();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool isLeft = false;
        try
        {
            CompletionPrompt cut = PromptWindow.Cut(prompt, _settings.ContextTokens);
            bool isEmpty = true;
            AnswerEnd end = AnswerEnd.None;
            long start = _time.GetTimestamp();
            IAsyncEnumerator<AnswerPart> parts = PartsAsync(cut, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using ConfiguredAsyncDisposable disposing = parts.ConfigureAwait(false);
            while (end == AnswerEnd.None && await NextAsync(parts, isEmpty, start, cancellationToken).ConfigureAwait(false))
            {
                AnswerPart part = parts.Current;
                end = part.End;
                string text = part.Text.Replace("\r", "", StringComparison.Ordinal);
                if (text.Length > 0)
                {
                    isEmpty = false;
                    // Who reads no further leaves here.
                    isLeft = true;
                    yield return new GeneratedPiece(text, part.Tokens, part.LogProbability);
                    isLeft = false;
                }
            }

            _health.Succeeded();
            if (end == AnswerEnd.Model)
            {
                yield return new GeneratedPiece("", 0, null, IsEnd: true);
            }
        }
        finally
        {
            if (isLeft)
            {
                _health.Succeeded();
            }

            _turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Does nothing where the server cannot do that, where it costs money, and while the server is left alone.</remarks>
    /// <exception cref="BackendException">The server could not be used.</exception>
    public async ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken)
    {
        if (_writesPrompt || _health.IsResting || _protocol.Prefill(PromptWindow.Cut(prompt, _settings.ContextTokens)) is not { } call)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _client.AskAsync(call, cancellationToken).ConfigureAwait(false);
            _health.Succeeded();
        }
        catch (BackendRefusal refusal) when (_settings.Layout is not null && _protocol.RefusesSuffix(refusal.Status, refusal.Body))
        {
            _writesPrompt = true;
        }
        catch (BackendRefusal refusal)
        {
            BackendException failure = _protocol.RefusesSuffix(refusal.Status, refusal.Body) ? _client.Failures.OfLayout() : refusal.Failure;
            _health.Failed(failure);
            throw failure;
        }
        catch (BackendException failure)
        {
            _health.Failed(failure);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The names of the models that the server has.</summary>
    /// <exception cref="BackendException">The server could not be used.</exception>
    /// <exception cref="OperationCanceledException">The answer is not wanted any more.</exception>
    public async Task<IReadOnlyList<string>> ModelNamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            JsonElement answer = await _client.AskAsync(_protocol.Models, cancellationToken).ConfigureAwait(false);
            return [.. _protocol.ModelNames(answer).Select(name => Quotation.Of(name, _settings.Key)).Where(name => name.Length > 0)];
        }
        catch (BackendRefusal refusal)
        {
            throw refusal.Failure;
        }
    }

    /// <summary>Closes all connections, after the generation that runs; those that wait fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _client.Dispose();
        _turn.Release();
    }

    private static IBackendProtocol ProtocolOf(BackendSettings settings) => settings.Kind switch
    {
        BackendKind.DeepSeek => new DeepSeekProtocol(settings.Model),
        BackendKind.LlamaCpp => new LlamaCppProtocol(),
        BackendKind.OpenAi => new OpenAiProtocol(settings.Model),
        BackendKind.Ollama => new OllamaProtocol(settings.Model, settings.ContextTokens),
        var other => throw new ArgumentOutOfRangeException(nameof(settings), other, "This is not a kind of back end."),
    };

    /// <summary>The parts of an answer. A server that turns out not to write the prompt by itself is asked a second time, and remembered.</summary>
    private async IAsyncEnumerable<AnswerPart> PartsAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<JsonElement> messages = Ask();
        try
        {
            bool hasNext;
            try
            {
                hasNext = await messages.MoveNextAsync().ConfigureAwait(false);
            }
            catch (BackendRefusal refusal) when (!_writesPrompt && _protocol.RefusesSuffix(refusal.Status, refusal.Body))
            {
                _writesPrompt = _settings.Layout is not null ? true : throw _client.Failures.OfLayout();
                await messages.DisposeAsync().ConfigureAwait(false);
                messages = Ask();
                hasNext = await messages.MoveNextAsync().ConfigureAwait(false);
            }

            for (; hasNext; hasNext = await messages.MoveNextAsync().ConfigureAwait(false))
            {
                if (Read(messages.Current) is { } part)
                {
                    yield return part.End == AnswerEnd.GivenUp ? throw _client.Failures.OfBrokenAnswer() : part;
                }
            }
        }
        finally
        {
            await messages.DisposeAsync().ConfigureAwait(false);
        }

        throw _client.Failures.OfBrokenAnswer();

        IAsyncEnumerator<JsonElement> Ask() => _client
            .StreamAsync(_protocol.Complete(prompt, options, _writesPrompt ? _settings.Layout : null), cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    private AnswerPart? Read(JsonElement message)
    {
        try
        {
            return _protocol.Read(message);
        }
        catch (InvalidOperationException other)
        {
            throw _client.Failures.OfAnswer(other.Message);
        }
    }

    /// <summary>The next part; a failure is noted, and where nobody waits any longer, whether there was something to read by then.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<AnswerPart> parts, bool isFirst, long start, CancellationToken cancellationToken)
    {
        try
        {
            return await parts.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!isFirst)
            {
                _health.Succeeded();
            }
            else if (_time.GetElapsedTime(start) >= s_slow)
            {
                _health.WasSlow($"{_protocol.Server} at {_settings.Address.Authority} answers too slowly to be waited for; a larger fathom.timeBudgetMs waits longer, and a smaller model or {SettingNames.ContextTokens} answers sooner.");
            }

            throw;
        }
        catch (BackendRefusal refusal)
        {
            _health.Failed(refusal.Failure);
            throw refusal.Failure;
        }
        catch (BackendException failure)
        {
            _health.Failed(failure);
            throw;
        }
        catch (Exception other)
        {
            // Whatever it is, a server that is not left alone after it is asked at every key.
            BackendException failure = _client.Failures.OfUnreadableAnswer(other);
            _health.Failed(failure);
            throw failure;
        }
    }
}
