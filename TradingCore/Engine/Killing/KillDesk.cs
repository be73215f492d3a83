using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Killing;

/// <summary>
/// The kill switch: latch first, then cancel, then wait until every order is confirmed gone, then close what is held, then ask the broker whether it is
/// flat. Needs no database, no browser and no strategy; with a journal that fails it goes on all the same. Engaging twice is engaging once.
/// </summary>
/// <remarks>Order of the steps and the word "flat": FIA guides and SEC rule 15c3-5 on pre-trade controls; a kill switch that says flat while orders rest is worse than none.</remarks>
internal sealed class KillDesk(EngineState state, OrderCommands commands, KillFlattening flattening, Reconciler reconciler)
{
    /// <summary>Start of the keys under which engaged switches are stored.</summary>
    public const string SettingKey = "kill-switch:";

    private const int ReasonMax = 500;

    private readonly List<KillEntry> _engaged = [];
    private readonly KillCancelling _cancelling = new(state, commands);

    /// <summary>Takes over the switches that the last run left engaged. They hold before anything else happens.</summary>
    public void Restore(IReadOnlyDictionary<string, string> settings)
    {
        foreach ((string key, string value) in settings)
        {
            if (!key.StartsWith(SettingKey, StringComparison.Ordinal) || value.Length == 0) continue;
            KillEntry entry = KillRecord.Read(value) ?? Unreadable(key);
            if (_engaged.Exists(k => k.Scope == entry.Scope)) continue;
            _engaged.Add(entry);
            Latch(entry);
            if (entry.Phase == KillPhase.Disconnected) state.Effects.Calls.Add(GatewayCall.Suspend(Sentence(entry)));
        }
        Publish();
    }

    // A switch that was engaged must not be lost because nobody can read of what it was: then nothing new leaves at all.
    private KillEntry Unreadable(string key)
    {
        state.Effects.Journal.Add(new SettingWritten(key, "", "engine", state.Now));
        var entry = new KillEntry(RiskScope.Firm) { Level = KillLevel.Block, Phase = KillPhase.Blocked, Source = "engine", Who = "engine", Reason = $"The stored switch '{key[SettingKey.Length..]}' cannot be read" };
        state.Effects.Journal.Add(new SettingWritten(SettingKey + KillWords.Of(RiskScope.Firm), KillRecord.Write(entry), "engine", state.Now));
        return entry;
    }

    public void On(EngageKillSwitch command)
    {
        if (command.Level is < KillLevel.Block or > KillLevel.Disconnect)
        {
            state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.Refused, "There are four levels: K1 blocks new orders, K2 also cancels, K3 also closes what is held, K4 also disconnects."));
            return;
        }
        KillEntry? known = _engaged.Find(k => k.Scope == command.Scope);
        if (known is not null && known.Level >= command.Level)
        {
            state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.Accepted, $"It is engaged already, at {KillWords.Of(known.Level)} since {Say.Moment(known.Since)}.", known.ToStatus()));
            return;
        }
        KillEntry entry = known ?? new KillEntry(command.Scope);
        if (known is null) _engaged.Add(entry);
        entry.Level = command.Level;
        entry.Since = known?.Since ?? state.Now;
        entry.Source = command.Context.Source;
        entry.Who = command.Context.Who;
        entry.Reason = Shorten(command.Reason);
        entry.CancelTime = null;
        // The latch comes before anything that could fail: from here on no order of the scope passes Risk.
        Latch(entry);
        Enter(entry, entry.IsAtLeast(KillLevel.Cancel) ? KillPhase.Cancelling : KillPhase.Blocked);
        state.Notices.Add(state.Now, NoticeSeverity.Error, "kill", Sentence(entry));
        Advance(entry);
        Publish();
        // Written when the cancels are on their way.
        (KillLevel level, string source, string who, string reason) = (entry.Level, entry.Source, entry.Who, entry.Reason);
        state.Effects.Replies.Add(() => state.Log.KillEngaged(entry.Scope.Kind, level, source, who, reason));
        state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.Accepted, Sentence(entry) + Unknown(entry.Scope) + NotStored, StatusOf(entry)));
    }

    // It holds all the same while the program runs; what was not written is written when the journal can be.
    private string NotStored => state.JournalProblem.Length == 0 ? ""
        : " It is not stored, because the journal cannot be written: if the program ends before that is mended, the switch is off at the next start. A file 'kill' in the data folder, also an empty one, holds it.";

    private KillStatus StatusOf(KillEntry entry) => entry.ToStatus() with { WaitsFor = (entry.WaitsFor + NotStored).Trim() };

    // It latches all the same; but whoever mistyped the code in a hurry must not believe that something was stopped.
    private string Unknown(RiskScope scope) =>
        scope.Kind == RiskScopeKind.Account && state.Session.Accounts is { Count: > 0 } known && !known.Any(a => scope.Covers(a.Value, "", ""))
            ? $" The login has no account {scope.Name}, so nothing is stopped by it."
            : "";

    public void On(RearmKillSwitch command)
    {
        KillEntry? entry = _engaged.Find(k => k.Scope == command.Scope);
        if (entry is null)
        {
            state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.NotFound, $"No kill switch is engaged for the {command.Scope}."));
            return;
        }
        if (string.IsNullOrWhiteSpace(command.Reason))
        {
            state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.Refused, "Say why it is safe to trade again; the reason is kept.", entry.ToStatus()));
            return;
        }
        if (command.Seen is { } seen && !entry.ToStatus().IsSame(seen))
        {
            state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.ChangedMeanwhile, $"The kill switch of the {entry.Scope} was engaged anew or raised since it was looked at: it is {KillWords.Of(entry.Level)} since {Say.Moment(entry.Since)}. Look at it and arm it again if that is still right.", entry.ToStatus()));
            return;
        }
        _engaged.Remove(entry);
        string id = LatchId(entry.Scope);
        if (state.Latches.Find(id) is { } latch)
            state.Latches.Put(latch with { RearmedTime = state.Now, RearmedBy = command.Context.Who, RearmReason = Shorten(command.Reason) });
        state.Effects.Journal.Add(new SettingWritten(SettingKey + KillWords.Of(entry.Scope), "", command.Context.Who, state.Now));
        if (entry.Phase == KillPhase.Disconnected && !_engaged.Exists(k => k.Phase == KillPhase.Disconnected)) state.Effects.Calls.Add(GatewayCall.Resume());
        state.Log.KillRearmed(entry.Scope.Kind, command.Context.Source, command.Context.Who, Shorten(command.Reason));
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "kill", $"The kill switch of the {entry.Scope} is armed again by {command.Context.Who}: {Shorten(command.Reason)}");
        Publish();
        state.Effects.Reply(command.Reply, new KillResult(CommandOutcome.Accepted, $"Orders of the {entry.Scope} may leave again, as far as everything else allows it."));
    }

    /// <summary>Drives every engaged switch on.</summary>
    public void OnClock()
    {
        if (_engaged.Count == 0) return;
        foreach (KillEntry entry in _engaged) Advance(entry);
        Publish();
    }

    private void Advance(KillEntry kill)
    {
        if (!kill.IsAtLeast(KillLevel.Cancel)) return;
        IReadOnlyList<OrderEntry> open = _cancelling.OpenOf(kill.Scope);
        kill.OpenOrders = open.Count;
        IReadOnlyList<KillPosition> held = kill.IsAtLeast(KillLevel.Flatten) ? flattening.HeldIn(kill.Scope) : [];
        kill.OpenPositions = held.Count;
        if (kill.Phase == KillPhase.Disconnected) return;
        kill.WaitsFor = "";

        if (open.Count > 0)
        {
            // Also when it was done before: an order of another client can appear at any time.
            Enter(kill, KillPhase.Cancelling);
            _cancelling.Drive(kill, open, state.Options.KillRepeatAfter);
        }
        else if (!kill.IsAtLeast(KillLevel.Flatten))
        {
            Enter(kill, KillPhase.Cancelled);
        }
        else if (held.Count > 0 || flattening.HasOrders(kill.Scope))
        {
            Enter(kill, KillPhase.Flattening);
            kill.WaitsFor = flattening.Drive(kill, held);
        }
        else
        {
            Verify(kill);
        }
        if (kill.IsAtLeast(KillLevel.Disconnect) && (kill.Phase == KillPhase.Flat || state.Now - kill.Since >= state.Options.KillDisconnectAfter)) Disconnect(kill);
        CallIfStuck(kill);
    }

    // Own books say flat. Only a comparison that began after that, and agrees, makes it true.
    private void Verify(KillEntry kill)
    {
        if (kill.Phase == KillPhase.Flat) return;
        if (kill.Phase != KillPhase.Verifying)
        {
            Enter(kill, KillPhase.Verifying);
            kill.VerifyRound = 0;
        }
        if (!state.Session.IsConnected)
        {
            kill.VerifyRound = 0;
            kill.WaitsFor = "The gateway is not connected, so the broker cannot confirm it yet.";
            return;
        }
        if (kill.VerifyRound == 0) kill.VerifyRound = reconciler.AskForNew();
        if (state.IsVerified && reconciler.CompletedRound >= kill.VerifyRound) Enter(kill, KillPhase.Flat);
        else kill.WaitsFor = "The broker is asked for its orders and positions.";
    }

    private void Disconnect(KillEntry kill)
    {
        bool isFlat = kill.Phase == KillPhase.Flat;
        string open = isFlat ? "" : $" {kill.OpenOrders} orders and {kill.OpenPositions} positions are not confirmed closed: look at them in TWS.";
        Enter(kill, KillPhase.Disconnected);
        kill.WaitsFor = open.Trim();
        state.Effects.Calls.Add(GatewayCall.Suspend($"{Sentence(kill)}{open}"));
        if (!isFlat) state.Notices.Add(state.Now, NoticeSeverity.Error, "kill", $"Disconnected from the gateway without being flat.{open}");
    }

    private void Enter(KillEntry kill, KillPhase phase)
    {
        if (kill.Phase == phase && kill.PhaseTime != default) return;
        bool wasTold = kill.PhaseTime != default;
        kill.Phase = phase;
        kill.PhaseTime = state.Now;
        kill.IsStuckTold = false;
        state.Effects.Journal.Add(new SettingWritten(SettingKey + KillWords.Of(kill.Scope), KillRecord.Write(kill), kill.Who, state.Now));
        if (!wasTold || phase is KillPhase.Blocked) return;
        state.Log.KillPhaseChanged(kill.Scope.Kind, phase);
        string? told = phase switch
        {
            KillPhase.Cancelled => $"Kill switch of the {kill.Scope}: every order is confirmed gone.",
            KillPhase.Flattening => $"Kill switch of the {kill.Scope}: every order is gone; what is held is being closed.",
            KillPhase.Flat => $"Kill switch of the {kill.Scope}: flat. The broker confirms that nothing works and nothing is held.",
            _ => null,
        };
        if (told is not null) state.Notices.Add(state.Now, phase == KillPhase.Flattening ? NoticeSeverity.Warning : NoticeSeverity.Info, "kill", told);
    }

    private void CallIfStuck(KillEntry kill)
    {
        if (kill.IsStuckTold || kill.Phase is not (KillPhase.Cancelling or KillPhase.Flattening or KillPhase.Verifying) || state.Now - kill.PhaseTime < state.Options.KillStuckAfter) return;
        kill.IsStuckTold = true;
        string waits = kill.WaitsFor.Length > 0 ? kill.WaitsFor : $"{kill.OpenOrders} orders are not confirmed gone.";
        state.Log.KillStuck(kill.Scope.Kind, kill.Phase, waits);
        state.Notices.Add(state.Now, NoticeSeverity.Error, "kill", $"The kill switch of the {kill.Scope} does not come to an end: {waits} Look at it in TWS.");
    }

    private void Latch(KillEntry kill) => state.Latches.Put(new RiskLatch
    {
        Id = LatchId(kill.Scope),
        Code = RiskLatch.KillCode,
        Scope = kill.Scope,
        State = TradingGate.Halted,
        Reason = Sentence(kill),
        TrippedTime = kill.Since,
    });

    private void Publish()
    {
        state.KillSwitches = [.. _engaged.Select(StatusOf)];
        state.IsSessionDirty = true;
        state.RiskDesk.Publish();
    }

    private static string LatchId(RiskScope scope) => RiskLatch.IdOf(RiskLatch.KillCode, scope);

    private static string Sentence(KillEntry kill) =>
        $"Kill switch {KillWords.Of(kill.Level)} of the {kill.Scope}, engaged by {(kill.Who.Length > 0 ? kill.Who : kill.Source)}{(kill.Reason.Length > 0 ? $": {kill.Reason.TrimEnd('.')}." : ".")}";


    private static string Shorten(string reason) => reason.Trim() is var text && text.Length <= ReasonMax ? text : text[..ReasonMax];
}
