using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;
using Fathom.Completion.Stopping;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Guidance;

/// <summary>The compiler's part in one request. Questions run beside the model; where an answer takes too long the model goes on alone.</summary>
internal sealed class CompilerSession : INameSource
{
    private readonly Task<CSharpView?> _view;
    private readonly TimeSpan _nameBudget;
    private readonly TimeSpan _checkBudget;
    private readonly CompilerCounters _counters;
    private readonly CancellationToken _cancellationToken;

    /// <param name="view">Parses the document; runs at once, on a pool thread.</param>
    /// <param name="isGuided">True when it will be asked for names.</param>
    /// <param name="nameBudget">Time for one answer about names; <see cref="Timeout.InfiniteTimeSpan"/> waits for each.</param>
    /// <param name="checkBudget">Time for binding one suggestion, likewise.</param>
    /// <param name="counters">Where questions are counted.</param>
    /// <param name="cancellationToken">Cancelled when the suggestion is not wanted any more.</param>
    public CompilerSession(Func<CSharpView?> view, bool isGuided, TimeSpan nameBudget, TimeSpan checkBudget, CompilerCounters counters, CancellationToken cancellationToken)
    {
        (_nameBudget, _checkBudget, _counters, _cancellationToken) = (nameBudget, checkBudget, counters, cancellationToken);
        _view = Task.Run(view, CancellationToken.None);
        _ = _view.ContinueWith(task => Prepare(task.Result, isGuided, cancellationToken), cancellationToken, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public async Task<ValidNames> FindAsync(int back, string written)
    {
        long start = TimeProvider.System.GetTimestamp();
        ValidNames? names = await AskAsync(view => view.NamesAfter(back, written, _cancellationToken), _nameBudget, _counters.NamesSkipped).ConfigureAwait(false);
        if (names is null)
        {
            return ValidNames.Unknown;
        }

        _counters.Answered(names, TimeProvider.System.GetElapsedTime(start));
        return names;
    }

    /// <summary>The part of a text that binds at the cursor.</summary>
    public async Task<SoundPart> SoundPartAsync(CursorContext cursor, string text)
    {
        if (await CheckAsync(cursor, text).ConfigureAwait(false) is not { } whole)
        {
            return new SoundPart(text, IsKnown: false);
        }

        if (whole.Problem is not { } problem)
        {
            return new SoundPart(text, IsKnown: true);
        }

        string rest = StatementBoundary.CutAtLast(text[..Math.Clamp(problem.Position, 0, text.Length)]);
        bool isSound = rest.Length > 0 && await CheckAsync(cursor, rest).ConfigureAwait(false) is not { Problem: not null };
        return new SoundPart(isSound ? rest : "", IsKnown: true);
    }

    private async Task<Checked?> CheckAsync(CursorContext cursor, string text)
    {
        var placed = PlacedText.Of(cursor, SuggestionPlacer.Place(cursor, text, 0, 0));
        Checked? result = await AskAsync(
            view => new Checked(view.FindProblem(placed.Start, placed.End, placed.Text, placed.JudgedFrom, _cancellationToken)), _checkBudget, _counters.CheckSkipped).ConfigureAwait(false);
        if (result is not null)
        {
            _counters.Checked();
        }

        return result;
    }

    private static void Prepare(CSharpView? view, bool isGuided, CancellationToken cancellationToken)
    {
        view?.PrepareCheck(cancellationToken);
        if (isGuided)
        {
            view?.PrepareNames();
        }
    }

    /// <summary>Null where the answer came too late, was not wanted any more or could not be given.</summary>
    private async Task<T?> AskAsync<T>(Func<CSharpView, T> question, TimeSpan budget, Action late)
        where T : class
    {
        try
        {
            return await Task.Run(() => AnswerAsync(question), _cancellationToken).WaitAsync(budget, _cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            late();
        }
        catch (OperationCanceledException)
        {
            // The pipeline stops at its own next step.
        }
        catch (Exception)
        {
            // Sources may be such that the compiler itself fails; the model goes on alone.
            _counters.Failed();
        }

        return null;
    }

    private async Task<T?> AnswerAsync<T>(Func<CSharpView, T> question)
        where T : class =>
        await _view.ConfigureAwait(false) is { } view ? question(view) : null;

    private sealed record Checked(CodeProblem? Problem);
}
