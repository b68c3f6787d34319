using Fathom.Inference.Configuration;
using Fathom.Inference.Execution;
using Fathom.Operators.Sequences;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Inference;

/// <summary>
/// A DeepSeek-V4 model in this process: runs tokens of one or more sequences and gives logits. One call at a time.
/// </summary>
public sealed class LanguageModel : IDisposable
{
    private static readonly string[] InputNames = ["input_ids", "positions", "sequences", "logit_rows"];
    private static readonly string[] OutputNames = ["logits"];

    private readonly InferenceSession _session;
    // Failures come as exceptions; a run that was cancelled is none, and nothing for anybody's standard error.
    private readonly RunOptions _runOptions = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly RunTensors _tensors;
    private readonly LanguageModelOptions _options;
    private readonly int[] _token = new int[1];
    private readonly SequenceTokens[] _single = new SequenceTokens[1];
    private readonly Action _runLogits;

    private LanguageModel(string folder, InferenceSession session, ModelConfiguration configuration, LanguageModelOptions options)
    {
        Folder = folder;
        Configuration = configuration;
        _session = session;
        _options = options;
        _tensors = new RunTensors(configuration.VocabularySize);
        _runLogits = () => _session.Run(_runOptions, InputNames, _tensors.Inputs, OutputNames, _tensors.Outputs);
        Weights = session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(ModelSession.WeightsKey, "unknown");
    }

    /// <summary>The folder that the model was loaded from.</summary>
    public string Folder { get; }

    /// <summary>The configuration of the checkpoint that the model was exported from.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The format of the weights: float32, int8, int4 or published.</summary>
    public string Weights { get; }

    /// <summary>Loads the model in <paramref name="folder"/>, which <c>fathom export</c> wrote.</summary>
    /// <exception cref="InvalidDataException">The folder or one of its files is missing, damaged or of another kind; the message says which.</exception>
    public static LanguageModel Load(string folder, LanguageModelOptions? options = null)
    {
        options ??= new LanguageModelOptions();
        InferenceSession session = ModelSession.Open(folder, options);
        LanguageModel? model = null;
        try
        {
            model = new LanguageModel(folder, session, ModelSession.ReadConfiguration(session, folder), options);
            model.CheckRuns();
            return model;
        }
        catch
        {
            model?.Dispose();
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs the next tokens of several sequences at once. Returns the logits [R, V], row after row in the order of <paramref name="batch"/>;
    /// they stand until the next call. The sequences are longer afterwards, or as before when the call throws.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before or while the model ran.</exception>
    /// <exception cref="ArgumentException">A token is not of the vocabulary, there are none, or a sequence would outgrow the model's positions.</exception>
    /// <exception cref="InvalidOperationException">An operator of the graph failed; the message is its own.</exception>
    public ReadOnlySpan<float> Forward(scoped ReadOnlySpan<SequenceTokens> batch, CancellationToken cancellationToken = default)
    {
        Arrange(batch);
        Run(batch, _runLogits, cancellationToken);
        return _tensors.Logits;
    }

    /// <summary>
    /// Runs a prompt, or the rest of one, in chunks of <see cref="LanguageModelOptions.PrefillChunk"/>. Returns the logits [V] after its last
    /// token; they stand until the next call. When the call throws, the sequence holds the chunks before.
    /// </summary>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public ReadOnlySpan<float> Prefill(Sequence sequence, ReadOnlyMemory<int> tokens, CancellationToken cancellationToken = default)
    {
        while (tokens.Length > _options.PrefillChunk)
        {
            Forward([new SequenceTokens(sequence, tokens[.._options.PrefillChunk])], cancellationToken);
            tokens = tokens[_options.PrefillChunk..];
        }

        return Forward([new SequenceTokens(sequence, tokens)], cancellationToken);
    }

    /// <summary>Runs one token. Returns the logits [V] after it; they stand until the next call.</summary>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public ReadOnlySpan<float> Decode(Sequence sequence, int token, CancellationToken cancellationToken = default)
    {
        _token[0] = token;
        _single[0] = new SequenceTokens(sequence, _token);
        return Forward(_single, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
        _tensors.Dispose();
    }

    /// <summary>As <see cref="Forward"/>, but gives the named outputs of the graph, logits or hidden states, in their order.</summary>
    internal IDisposableReadOnlyCollection<OrtValue> ForwardOutputs(scoped ReadOnlySpan<SequenceTokens> batch, IReadOnlyCollection<string> outputs)
    {
        Arrange(batch);
        IDisposableReadOnlyCollection<OrtValue>? values = null;
        Run(batch, () => values = _session.Run(_runOptions, InputNames, _tensors.Inputs, outputs), CancellationToken.None);
        return values!;
    }

    /// <summary>The outputs that the graph has.</summary>
    internal IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>
    /// Runs one token. Operators see the shapes of their weights only then, and those of a model that was exported for another layout do not fit.
    /// </summary>
    private void CheckRuns()
    {
        using Sequence sequence = Sequence.Create();
        try
        {
            Decode(sequence, 0);
        }
        catch (InvalidOperationException failure)
        {
            string reason = (failure.InnerException ?? failure).Message.TrimEnd('.');
            throw new InvalidDataException(
                $"The model in {Folder} does not fit the operators of this version of Fathom, or is damaged; export it again with `fathom export` ({reason}).", failure);
        }
    }

    private void Arrange(scoped ReadOnlySpan<SequenceTokens> batch)
    {
        int rows = 0;
        int logitRows = 0;
        foreach (SequenceTokens part in batch)
        {
            Check(part);
            rows += part.Tokens.Length;
            logitRows += part.LogitRows;
        }

        if (rows == 0)
        {
            throw new ArgumentException("A run needs at least one token.", nameof(batch));
        }

        _tensors.Shape(rows, logitRows);
        int row = 0;
        int logitRow = 0;
        foreach (SequenceTokens part in batch)
        {
            ReadOnlySpan<int> tokens = part.Tokens.Span;
            for (int i = 0; i < tokens.Length; i++)
            {
                _tensors.InputIds[row] = tokens[i];
                _tensors.Positions[row] = part.Sequence.Length + i;
                _tensors.Sequences[row] = part.Sequence.Handle;
                if (part.AllRows || i == tokens.Length - 1)
                {
                    _tensors.LogitRows[logitRow++] = row;
                }

                row++;
            }
        }
    }

    private void Check(SequenceTokens part)
    {
        if (part.Tokens.IsEmpty)
        {
            throw new ArgumentException("A sequence of a run needs at least one token.");
        }

        if (part.Sequence.Length + part.Tokens.Length > Configuration.MaxPositions)
        {
            throw new ArgumentException(
                $"The sequence would have {part.Sequence.Length + part.Tokens.Length} tokens, but the model knows {Configuration.MaxPositions} positions.");
        }

        foreach (int token in part.Tokens.Span)
        {
            if ((uint)token >= (uint)Configuration.VocabularySize)
            {
                throw new ArgumentException($"The token {token} is not of the model's vocabulary of {Configuration.VocabularySize}.");
            }
        }
    }

    private void Run(scoped ReadOnlySpan<SequenceTokens> batch, Action run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool succeeded = false;
        CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _runOptions);
        try
        {
            run();
            succeeded = true;
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidOperationException($"The model in {Folder} could not run: {exception.Message}", exception);
        }
        finally
        {
            registration.Dispose();
            _runOptions.Terminate = false;
            foreach (SequenceTokens part in batch)
            {
                if (succeeded)
                {
                    part.Sequence.Commit(part.Sequence.Length + part.Tokens.Length);
                }
                else
                {
                    part.Sequence.Rewind(part.Sequence.Length);
                }
            }
        }
    }
}
