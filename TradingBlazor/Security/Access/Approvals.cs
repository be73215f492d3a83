using System.Collections.Concurrent;
using TradingBlazor.Security.Audit;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>
/// What waits for a second person. It is written to the database before its sender is told that it waits. A restart never sends it: prices have moved on,
/// and an order must not leave minutes later because a program was started again; it is told as expired instead, with the reason.
/// Of several processes each shows what waits at any of them, and each may decide on it: what stands in the database first counts. What was confirmed is done by the process that it was
/// sent to, which alone has the command.
/// </summary>
internal sealed class Approvals(IServiceProvider services, ApprovalStore store, SecurityOptions options, IAuditLog audit, ITradingView view, TimeProvider clock, ApprovalPlace? place = null)
{
    /// <summary>Most that are kept in memory.</summary>
    public const int KeptMax = 500;

    private const int WaitingMax = 100;
    private const string DecidedBefore = "This was decided on already, or its time is over.";

    /// <summary>How long the process that has the command is waited for, and after which it is told that it is gone.</summary>
    private static readonly TimeSpan OwnerPatience = TimeSpan.FromSeconds(5), OwnerGone = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>How long what stops everything waits for the database: not longer than a person notices.</summary>
    private static readonly TimeSpan DropPatience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, PendingApproval> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _unwritten = new(StringComparer.Ordinal);
    private readonly string _process = place?.Process ?? "";
    private int _version;

    /// <summary>True when other processes let orders wait in the same database.</summary>
    public bool IsShared { get; } = place?.IsShared == true;

    /// <summary>Changes with every change.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>All that are known, newest first.</summary>
    public IReadOnlyList<PendingApproval> All
    {
        get
        {
            if (_all.IsEmpty) return [];
            Expire();
            return [.. _all.Values.OrderByDescending(a => a.Time).ThenByDescending(a => a.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>One of them; null when it is not known.</summary>
    public PendingApproval? Find(string id)
    {
        Expire();
        return _all.GetValueOrDefault(id);
    }

    /// <summary>Lets an order wait.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="context">The command it came with.</param>
    /// <param name="by">Who sent it.</param>
    /// <param name="account">Account it is for; empty when not known.</param>
    /// <param name="words">The order for people.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Why not; empty when it waits.</returns>
    public async Task<(PendingApproval? Pending, string Fault)> AddAsync(OrderSpec spec, CommandContext context, CallerAccess by, string account, string words, CancellationToken stop)
    {
        Expire();
        // The same command again is the same waiting order.
        if (context.IdempotencyKey.Length > 0 && _all.Values.FirstOrDefault(a => a.Context?.IdempotencyKey == context.IdempotencyKey && a.By == by.Who && a.State == ApprovalState.Waiting) is { } known)
            return known.Spec == spec ? (known, "") : (null, "Another order that waits has this idempotency key.");
        return await AddAsync(New(ApprovalKind.Order, words, new ApprovalSender(by, Permission.Trade, GuardedCommands.AccountsOf(spec, view)), options.SecondPersonExpiry) with { Spec = spec, Context = context, Account = account, Symbol = spec.Ticker, Side = spec.Side }, by, stop);
    }

    /// <summary>Lets a change of limits wait.</summary>
    public Task<(PendingApproval? Pending, string Fault)> AddAsync(RiskLimitEdit edit, CommandContext context, CallerAccess by, string words, CancellationToken stop)
    {
        Expire();
        string account = CommandGuard.AccountOf(edit.Scope);
        return AddAsync(New(ApprovalKind.Limits, words, new ApprovalSender(by, Permission.ManageRisk, [account]), options.SecondPersonLimitsExpiry) with { Edit = edit, Context = context, Account = account }, by, stop);
    }

    /// <summary>Lets the arming of a kill switch wait. Of each switch one waits at a time.</summary>
    public Task<(PendingApproval? Pending, string Fault)> AddAsync(KillRearm rearm, CommandContext context, CallerAccess by, CancellationToken stop)
    {
        Expire();
        RiskScope scope = rearm.Seen.Scope;
        string name = KillWords.Of(scope);
        if (_all.Values.FirstOrDefault(a => a is { Kind: ApprovalKind.KillSwitch, State: ApprovalState.Waiting } && a.Symbol == name) is { } known)
            return Task.FromResult(known.By == by.Who ? (known, "") : ((PendingApproval?)null, $"{known.By} has asked for that already, as confirmation {known.Id}. Confirm that one."));
        string account = CommandGuard.AccountOf(scope);
        return AddAsync(New(ApprovalKind.KillSwitch, rearm.ToString(), new ApprovalSender(by, Permission.ManageRisk, [account]), options.SecondPersonLimitsExpiry) with { Rearm = rearm, Context = context, Account = account, Symbol = name }, by, stop);
    }

    /// <summary>Releases or rejects. A released order passes every risk check anew at the prices of now.</summary>
    /// <param name="id">Which.</param>
    /// <param name="isApproved">True to release.</param>
    /// <param name="by">The second person.</param>
    public async Task<ApprovalAnswer> DecideAsync(string id, bool isApproved, CommandJudgement by)
    {
        Expire();
        if (!_all.TryGetValue(id, out PendingApproval? pending)) return new ApprovalAnswer(null, $"Nothing named '{id}' waits for a second person.");
        if (by.Access is not { Kind: CallerKind.User } person) return new ApprovalAnswer(null, "A key is no second person. Sign in to decide.");
        if (isApproved && pending.ById == person.Id) return new ApprovalAnswer(null, "You sent this yourself, or it came with a key of yours. Somebody else must confirm it.");
        if (AccessWords.Fault(person, Permission.Approve, pending.Account.Length > 0 ? pending.Account : null) is { Length: > 0 } elsewhere) return new ApprovalAnswer(null, elsewhere);
        PendingApproval decided = pending with { State = isApproved ? ApprovalState.Approved : ApprovalState.Rejected, DecidedBy = person.Name, EndedTime = clock.GetUtcNow(), Message = isApproved ? "" : $"{person.Name} said no. {NotDone(pending)}" };
        // Of two who decide at once only one does.
        if (pending.State != ApprovalState.Waiting || clock.GetUtcNow() >= pending.ExpiresTime || !_all.TryUpdate(id, decided, pending)) return new ApprovalAnswer(null, DecidedBefore);
        Interlocked.Increment(ref _version);
        string unwritten = "";
        try
        {
            // Of two processes, too. And before it leaves: a crash in between must not leave an order that seems to wait.
            if (await store.TryEndAsync(decided, CancellationToken.None) is { } other)
            {
                // Confirmed elsewhere at the same moment: it waits on here, and is done when that is learnt.
                if (IsHere(pending) && other.IsUnderWay) _all.TryUpdate(id, pending, decided);
                else Learn(other);
                return new ApprovalAnswer(null, DecidedBefore);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            unwritten = e.Message;
        }
        await audit.RecordAsync(by.Entry(isApproved ? $"{Subject(pending)}.approved" : $"{Subject(pending)}.rejected", id) with { New = pending.Words });
        if (isApproved && unwritten.Length > 0) decided = _all[id] = decided with { Message = $"Confirmed, but that cannot be kept: {unwritten} {NotDone(pending)}" };
        else if (isApproved && !IsHere(pending)) return new ApprovalAnswer(await OwnerAsync(decided), "");
        else if (isApproved) decided = _all[id] = await ReleaseAsync(pending, decided);
        Note(id);
        await FlushAsync(CancellationToken.None);
        return new ApprovalAnswer(decided, "");
    }

    /// <summary>Learns what other processes have written: what waits there, and what was decided there on what waits here.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (PendingApproval row in await store.ReadAsync(KeptMax / 2, stop))
        {
            if (_unwritten.ContainsKey(row.Id)) continue;
            if (!_all.TryGetValue(row.Id, out PendingApproval? known))
            {
                if (row.Process != _process && _all.TryAdd(row.Id, row)) Interlocked.Increment(ref _version);
            }
            else if (IsHere(known) && row.State == ApprovalState.Approved && known.State == ApprovalState.Waiting)
            {
                PendingApproval taken = known with { State = row.State, DecidedBy = row.DecidedBy, EndedTime = row.EndedTime };
                if (!_all.TryUpdate(row.Id, taken, known)) continue;
                _all[row.Id] = await ReleaseAsync(known, taken);
                Note(row.Id);
            }
            else if (row is { IsUnderWay: true, EndedTime: { } ended } && !IsHere(known) && now - ended > OwnerGone)
            {
                _all[row.Id] = row with { Message = $"The process that it was sent to has not told what became of it. {WhereItStands(row)}" };
                Note(row.Id);
            }
            // What was decided here is known best here.
            else if (!IsHere(known) || known.State == ApprovalState.Waiting) Learn(row);
        }
        await FlushAsync(stop);
    }

    /// <summary>Takes back what the caller sent.</summary>
    public async Task<ApprovalAnswer> WithdrawAsync(string id, CommandJudgement by)
    {
        Expire();
        if (!_all.TryGetValue(id, out PendingApproval? pending) || by.Access is not { } access) return new ApprovalAnswer(null, $"Nothing named '{id}' waits for a second person.");
        if (pending.By != access.Who && (access.Kind != CallerKind.User || pending.ById != access.Id)) return new ApprovalAnswer(null, "Somebody else sent this. Reject it instead.");
        if (!End(pending, ApprovalState.Dropped, "Taken back by who sent it.", access.Who)) return new ApprovalAnswer(null, DecidedBefore);
        await FlushAsync(CancellationToken.None);
        return new ApprovalAnswer(_all[id], "");
    }

    /// <summary>Drops what waits, here or at another process, because everything like it is being stopped. A database that does not answer soon holds nothing up.</summary>
    /// <param name="which">Which.</param>
    /// <param name="why">Why, a sentence.</param>
    /// <param name="who">Who, as the audit names it.</param>
    /// <returns>How many.</returns>
    public async Task<int> DropAsync(Func<PendingApproval, bool> which, string why, string who)
    {
        int here = Drop();
        if (!IsShared) return here;
        try
        {
            using var limit = new CancellationTokenSource(DropPatience, clock);
            await CatchUpAsync(limit.Token).WaitAsync(limit.Token);
            here += Drop();
            await FlushAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // What was dropped here is; the keeper writes it, and learns of the others, when the database is back.
        }
        return here;

        int Drop() => _all.Values.Where(a => a.State == ApprovalState.Waiting && which(a)).Count(a => End(a, ApprovalState.Dropped, why, who));
    }

    /// <summary>Ends what may not wait any longer: its time is over, or a kill switch stops what it is for.</summary>
    public void Expire()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (PendingApproval pending in _all.Values)
        {
            // What waits at another process ends there, unless that is gone.
            if (pending.State != ApprovalState.Waiting || (!IsHere(pending) && now < pending.ExpiresTime + OwnerPatience)) continue;
            if (now >= pending.ExpiresTime) End(pending, ApprovalState.Expired, $"Nobody confirmed it in time. {NotDone(pending)}", "system");
            else if (pending.Kind == ApprovalKind.Order && view.KillSwitches.FirstOrDefault(k => k.Scope.Covers(pending.Account, pending.Spec?.Strategy ?? "", pending.Symbol)) is { } kill) End(pending, ApprovalState.Dropped, $"The kill switch of the {kill.Scope} was engaged. Nothing was sent.", "system");
            else if (pending.Rearm is { Seen: var seen } && !view.KillSwitches.Any(k => k.IsSame(seen))) End(pending, ApprovalState.Dropped, $"The kill switch of the {seen.Scope} is not any more the one that was looked at. Nothing was done.", "system");
        }
    }

    /// <summary>Takes over what an earlier run left; what waited then is told as expired.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        foreach (PendingApproval row in await store.ReadAsync(KeptMax / 2, stop))
        {
            if (!_all.TryAdd(row.Id, row)) continue;
            // What waits at another process does.
            if (row.Process.Length > 0 && row.Process != _process) continue;
            if (row.State == ApprovalState.Waiting) End(row, ApprovalState.Expired, $"The program was restarted while it waited. {NotDone(row)} Ask for it again if it is still meant.", "system");
            else if (row.IsUnderWay)
            {
                _all[row.Id] = row with { Message = $"The program ended as it was released. {WhereItStands(row)}" };
                Note(row.Id);
            }
        }
        Interlocked.Increment(ref _version);
        await FlushAsync(stop);
    }

    /// <summary>Writes what has changed since; what cannot be written is tried again at the next call.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        foreach (string id in _unwritten.Keys)
        {
            _unwritten.TryRemove(id, out _);
            if (!_all.TryGetValue(id, out PendingApproval? approval)) continue;
            try
            {
                if (await store.TryEndAsync(approval, stop) is not { } other) continue;
                // It was over here when somebody elsewhere confirmed it: nothing is sent, and that is told.
                if (IsHere(approval) && other.IsUnderWay)
                {
                    other = other with { Message = $"It came too late. {approval.Message}" };
                    await store.TryEndAsync(other, stop);
                }
                Learn(other);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away. The audit log keeps its own line of it meanwhile.
                _unwritten[id] = 0;
                return;
            }
        }
    }

    private async Task<PendingApproval> ReleaseAsync(PendingApproval pending, PendingApproval decided)
    {
        try
        {
            if (await SenderFaultAsync(pending) is { Length: > 0 } gone)
            {
                audit.Record(new AuditEntry(pending.By, $"{Subject(pending)}.notReleased", pending.Id) { New = pending.Words, Reason = gone });
                return decided with { Message = $"Confirmed, but who sent it may not do it any more, so nothing was done. {gone}" };
            }
            if (pending is { Spec: { } spec, Context: { } context })
            {
                SubmitResult sent = await services.GetRequiredKeyedService<ITradingCommands>(CommandDoor.Inside).SubmitAsync(spec, context, CancellationToken.None);
                bool isSent = sent.Outcome is SubmitOutcome.Accepted or SubmitOutcome.AlreadyAccepted or SubmitOutcome.Queued or SubmitOutcome.Unconfirmed;
                return decided with { IsDone = isSent, OrderRef = sent.Order?.OrderRef.Value ?? "", Message = sent.Outcome == SubmitOutcome.Accepted ? "Confirmed and sent." : sent.Message };
            }
            if (pending.Rearm is { } rearm) return await ArmAsync(pending, decided, rearm);
            RiskLimitResult changed = await services.GetRequiredKeyedService<IRiskCommands>(CommandDoor.Inside).SetLimitsAsync(pending.Edit!, pending.Context!, CancellationToken.None);
            if (changed.Change is { } change) audit.Record(LimitChange.Entry(change, pending.By, "") with { Reason = $"{change.Reason} (confirmed by {decided.DecidedBy})" });
            return decided with { IsDone = changed.Outcome == RiskLimitOutcome.Changed, Message = changed.Outcome == RiskLimitOutcome.Changed ? "Confirmed; the limits are changed." : changed.Message };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return decided with { Message = $"Confirmed, but without an answer: {e.Message} Look at orders, limits and kill switches before you try again." };
        }
    }

    /// <summary>Two people must want it when it happens: rights that were taken from the sender meanwhile are no rights. Whoever has only signed out has them still.</summary>
    private async Task<string> SenderFaultAsync(PendingApproval pending)
    {
        if (pending.Sender is not { } sender) return "";
        CallerAccess? now = await services.GetRequiredService<AccessBook>().OfNowAsync(sender.Access, CancellationToken.None);
        if (now is null) return $"{Sentence(pending.By)} has no access any more.";
        return sender.Accounts.Select(a => AccessWords.Fault(now, sender.Needed, a)).FirstOrDefault(f => f.Length > 0) ?? "";

        static string Sentence(string who) => string.Concat(who[..1].ToUpperInvariant(), who.AsSpan(1));
    }

    private async Task<PendingApproval> ArmAsync(PendingApproval pending, PendingApproval decided, KillRearm rearm)
    {
        if (services.GetRequiredService<KillWatch>().IsHeldByFile) return decided with { Message = $"Confirmed, but the file '{KillFile.Name}' is in the data folder and holds the switch. Remove it, then ask again." };
        KillResult armed = await services.GetRequiredKeyedService<IRiskCommands>(CommandDoor.Inside).RearmKillSwitchAsync(rearm.Seen.Scope, rearm.Reason, pending.Context!, rearm.Seen, CancellationToken.None);
        bool isArmed = armed.Outcome == CommandOutcome.Accepted;
        if (isArmed) audit.Record(new AuditEntry(pending.By, "killSwitch.rearmed", rearm.Seen.Scope.ToString()) { Reason = $"{rearm.Reason} (confirmed by {decided.DecidedBy})" });
        return decided with { IsDone = isArmed, Message = isArmed ? $"Confirmed. {armed.Message}" : armed.Message };
    }

    private static string NotDone(PendingApproval pending) => pending.Kind switch
    {
        ApprovalKind.Limits => "The limits stay as they are.",
        ApprovalKind.KillSwitch => "The kill switch stays engaged.",
        _ => "Nothing was sent.",
    };

    private static string WhereItStands(PendingApproval pending) => pending.Kind switch
    {
        ApprovalKind.Limits => "Whether they were changed stands on the page of the limits.",
        ApprovalKind.KillSwitch => "Whether it is armed stands on the page of risk.",
        _ => "Whether it left stands in the list of orders.",
    };

    private PendingApproval New(ApprovalKind kind, string words, ApprovalSender sender, TimeSpan expiry)
    {
        DateTimeOffset now = WholeMicroseconds.Of(clock.GetUtcNow());
        return new PendingApproval { Id = Guid.NewGuid().ToString("N")[..12], Process = _process, Kind = kind, Words = words, By = sender.Access.Who, ById = sender.Access.PersonId, Sender = sender, Time = now, ExpiresTime = now + expiry };
    }

    private async Task<(PendingApproval? Pending, string Fault)> AddAsync(PendingApproval pending, CallerAccess by, CancellationToken stop)
    {
        if (_all.Values.Count(a => a.State == ApprovalState.Waiting) >= WaitingMax) return (null, "Too much waits for a second person already. Decide on that first.");
        if (_all.Count >= KeptMax) foreach (PendingApproval old in _all.Values.Where(a => a.State != ApprovalState.Waiting).OrderBy(a => a.Time).Take(KeptMax / 2)) _all.TryRemove(old.Id, out _);
        try
        {
            await store.AddAsync(pending, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, $"It needs a second person, and what waits cannot be kept: {e.Message}");
        }
        _all[pending.Id] = pending;
        Interlocked.Increment(ref _version);
        audit.Record(new AuditEntry(by.Who, $"{Subject(pending)}.waitsForSecondPerson", pending.Id) { Address = by.Address, New = pending.Words });
        return (pending, "");
    }

    private bool End(PendingApproval pending, ApprovalState state, string why, string who)
    {
        if (!_all.TryUpdate(pending.Id, pending with { State = state, Message = why, EndedTime = clock.GetUtcNow() }, pending)) return false;
        Note(pending.Id);
        audit.Record(new AuditEntry(who, $"{Subject(pending)}.{(state == ApprovalState.Expired ? "expired" : "dropped")}", pending.Id) { New = pending.Words, Reason = why });
        return true;
    }

    /// <summary>Waits for the word of the process that has the command; what it does when it is slow is told when it has done it.</summary>
    private async Task<PendingApproval> OwnerAsync(PendingApproval decided)
    {
        long began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Look, clock);
        do
        {
            try
            {
                if (await store.FindAsync(decided.Id, CancellationToken.None) is { Message.Length: > 0 } done) return Learn(done);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The database is away. Then it is told later.
            }
        }
        while (clock.GetElapsedTime(began) < OwnerPatience && await timer.WaitForNextTickAsync(CancellationToken.None));
        return decided with { Message = "Confirmed. The process that it was sent to has not told yet what became of it." };
    }

    private bool IsHere(PendingApproval approval) => approval.Process == _process;

    /// <summary>Takes over what stands in the database, and keeps the command, which does not.</summary>
    private PendingApproval Learn(PendingApproval row)
    {
        if (!_all.TryGetValue(row.Id, out PendingApproval? known)) return _all[row.Id] = row;
        PendingApproval next = row with { Spec = known.Spec, Edit = known.Edit, Rearm = known.Rearm, Context = known.Context, Sender = known.Sender };
        // What was read before a decision must not take it back.
        bool isOlder = row.State == ApprovalState.Waiting && known.State != ApprovalState.Waiting;
        if (isOlder || next == known || !_all.TryUpdate(row.Id, next, known)) return known;
        Interlocked.Increment(ref _version);
        return next;
    }

    private void Note(string id)
    {
        _unwritten[id] = 0;
        Interlocked.Increment(ref _version);
    }

    private static string Subject(PendingApproval pending) => pending.Kind switch
    {
        ApprovalKind.Order => "order",
        ApprovalKind.Limits => "limits",
        _ => "killSwitch",
    };
}
