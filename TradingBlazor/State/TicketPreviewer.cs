using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;

namespace TradingBlazor.State;

/// <summary>
/// Asks Risk, and then the broker for margin and commission, about the order in the ticket: after a pause in typing, only about the last text,
/// and again now and then, because prices and positions move under it.
/// </summary>
/// <remarks>Used on the circuit's dispatcher. <paramref name="changed"/> is called when there is something new to show.</remarks>
public sealed class TicketPreviewer(ITradingCommands commands, TimeProvider clock, DeskOptions options, Action changed) : IDisposable
{
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromSeconds(2);

    private CancellationTokenSource? _asking;
    private DateTimeOffset _askedAt;

    /// <summary>What the answers are about; null when the ticket is no order.</summary>
    public OrderSpec? Spec { get; private set; }

    /// <summary>The newest answer of Risk about <see cref="Spec"/>; null until it came.</summary>
    public PreviewResult? Result { get; private set; }

    /// <summary>The broker's answer; null until it came.</summary>
    public MarginPreview? Margin { get; private set; }

    /// <summary>Risk has been asked and has not answered.</summary>
    public bool IsAskingRisk { get; private set; }

    /// <summary>The broker has been asked and has not answered.</summary>
    public bool IsAskingMargin { get; private set; }

    /// <summary>Why Risk could not be asked; empty otherwise.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>True when the order shown was allowed at the last look.</summary>
    public bool IsAllowed => Spec is not null && Result is { Verdict.IsAllowed: true };

    /// <summary>True when Risk refuses the order for nothing but that the same one was sent a moment ago: that passes by itself and is no reason for alarm.</summary>
    public bool IsJustSent => Spec is not null && Result is { Verdict.IsAllowed: false } denied && denied.Verdict.Failures.All(c => c.Code == "R33");

    /// <summary>The ticket is about another order now.</summary>
    /// <param name="spec">The order; null when it is none.</param>
    /// <param name="delay">How long to wait for the next keystroke.</param>
    /// <param name="canAskBroker">False while the session is away.</param>
    /// <param name="mayAsk">False while the page is only being drawn: nothing is asked then.</param>
    public void About(OrderSpec? spec, TimeSpan delay, bool canAskBroker, bool mayAsk)
    {
        if (spec is not null && spec == Spec && Result is not null) return;
        Spec = spec;
        // The old verdict was about another order.
        Result = null;
        Margin = null;
        Trouble = "";
        Stop();
        if (spec is not null && mayAsk) Ask(delay, canAskBroker);
    }

    /// <summary>Asks Risk again when its answer is old, or when something happened that may change it.</summary>
    public void Refresh(DateTimeOffset now, bool isUrgent)
    {
        if (Spec is not null && !IsAskingRisk && (isUrgent || now - _askedAt > RefreshAfter)) Ask(TimeSpan.Zero, withMargin: false);
    }

    /// <summary>Shows the verdict that a send came back with.</summary>
    public void Show(PreviewResult result) => Result = result;

    /// <summary>Ends the questions that are under way.</summary>
    public void Stop()
    {
        _asking?.Cancel();
        IsAskingRisk = IsAskingMargin = false;
    }

    private void Ask(TimeSpan delay, bool withMargin)
    {
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = new CancellationTokenSource();
        IsAskingRisk = true;
        _askedAt = clock.GetUtcNow();
        _ = AskAsync(Spec!, delay, withMargin, _asking.Token);
    }

    private async Task AskAsync(OrderSpec spec, TimeSpan delay, bool withMargin, CancellationToken stop)
    {
        try
        {
            if (delay > TimeSpan.Zero) await Task.Delay(delay, clock, stop);
            PreviewResult preview = await commands.PreviewAsync(spec, UserCommands.Plain(), withMargin: false, stop);
            if (stop.IsCancellationRequested) return;
            bool same = Result is { } p && SameVerdict(p, preview);
            Result = preview;
            IsAskingRisk = false;
            _askedAt = clock.GetUtcNow();
            if (!same) changed();
            if (!withMargin || !preview.Verdict.IsAllowed) return;
            await Task.Delay(options.MarginDelay - options.PreviewDelay is { Ticks: > 0 } rest ? rest : TimeSpan.Zero, clock, stop);
            IsAskingMargin = true;
            changed();
            PreviewResult full = await commands.PreviewAsync(spec, UserCommands.Plain(), withMargin: true, stop);
            if (stop.IsCancellationRequested) return;
            Result = full;
            Margin = full.Margin;
            IsAskingMargin = false;
            changed();
        }
        catch (OperationCanceledException)
        {
            // Typed on, or the page is gone.
        }
        catch (Exception failure)
        {
            IsAskingRisk = IsAskingMargin = false;
            Trouble = $"Risk could not be asked: {failure.Message}";
            changed();
        }
    }

    private static bool SameVerdict(PreviewResult a, PreviewResult b) =>
        a.Verdict.IsAllowed == b.Verdict.IsAllowed && a.Notional == b.Notional && a.Verdict.Failures.SequenceEqual(b.Verdict.Failures);

    /// <inheritdoc/>
    public void Dispose()
    {
        _asking?.Cancel();
        _asking?.Dispose();
    }
}
