using System.Collections.Concurrent;
using TradingBlazor.Security.Audit;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>
/// What waits for a second person. It is written to the database before its sender is told that it waits. A restart never sends it: prices have moved on,
/// and an order must not leave minutes later because a program was started again; it is told as expired instead, with the reason.
/// </summary>
internal sealed class Approvals(IServiceProvider services, ApprovalStore store, SecurityOptions options, IAuditLog audit, ITradingView view, TimeProvider clock)
{
    /// <summary>Most that are kept in memory.</summary>
    public const int KeptMax = 500;

    private const int WaitingMax = 100;

    private readonly ConcurrentDictionary<string, PendingApproval> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _unwritten = new(StringComparer.Ordinal);
    private int _version;

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
        return await AddAsync(New(ApprovalKind.Order, words, by, options.SecondPersonExpiry) with { Spec = spec, Context = context, Account = account }, by, stop);
    }

    /// <summary>Lets a change of limits wait.</summary>
    public Task<(PendingApproval? Pending, string Fault)> AddAsync(RiskLimitEdit edit, CommandContext context, CallerAccess by, string words, CancellationToken stop)
    {
        Expire();
        return AddAsync(New(ApprovalKind.Limits, words, by, options.SecondPersonLimitsExpiry) with { Edit = edit, Context = context, Account = edit.Scope.Kind == RiskScopeKind.Account ? edit.Scope.Name : CommandGuard.EveryAccount }, by, stop);
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
        PendingApproval decided = pending with { State = isApproved ? ApprovalState.Approved : ApprovalState.Rejected, DecidedBy = person.Name, EndedTime = clock.GetUtcNow(), Message = isApproved ? "" : $"{person.Name} said no. Nothing was sent." };
        // Of two who decide at once only one does.
        if (pending.State != ApprovalState.Waiting || !_all.TryUpdate(id, decided, pending)) return new ApprovalAnswer(null, "This was decided on already, or its time is over.");
        Note(id);
        await audit.RecordAsync(by.Entry(isApproved ? $"{Subject(pending)}.approved" : $"{Subject(pending)}.rejected", id) with { New = pending.Words });
        if (isApproved) decided = _all[id] = await ReleaseAsync(pending, decided);
        Note(id);
        await FlushAsync(CancellationToken.None);
        return new ApprovalAnswer(decided, "");
    }

    /// <summary>Takes back what the caller sent.</summary>
    public async Task<ApprovalAnswer> WithdrawAsync(string id, CommandJudgement by)
    {
        Expire();
        if (!_all.TryGetValue(id, out PendingApproval? pending) || by.Access is not { } access) return new ApprovalAnswer(null, $"Nothing named '{id}' waits for a second person.");
        if (pending.By != access.Who && (access.Kind != CallerKind.User || pending.ById != access.Id)) return new ApprovalAnswer(null, "Somebody else sent this. Reject it instead.");
        if (!End(pending, ApprovalState.Dropped, "Taken back by who sent it.", access.Who)) return new ApprovalAnswer(null, "This was decided on already, or its time is over.");
        await FlushAsync(CancellationToken.None);
        return new ApprovalAnswer(_all[id], "");
    }

    /// <summary>Drops orders that wait, because everything like them is being stopped.</summary>
    /// <param name="which">Which.</param>
    /// <param name="why">Why, a sentence.</param>
    /// <param name="who">Who, as the audit names it.</param>
    /// <returns>How many.</returns>
    public int Drop(Func<PendingApproval, bool> which, string why, string who) =>
        _all.Values.Where(a => a.State == ApprovalState.Waiting && a.Kind == ApprovalKind.Order && which(a)).Count(a => End(a, ApprovalState.Dropped, why, who));

    /// <summary>Ends what may not wait any longer: its time is over, or a kill switch stops what it is for.</summary>
    public void Expire()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (PendingApproval pending in _all.Values)
        {
            if (pending.State != ApprovalState.Waiting) continue;
            if (now >= pending.ExpiresTime) End(pending, ApprovalState.Expired, "Nobody confirmed it in time. Nothing was sent.", "system");
            else if (pending.Spec is { } spec && view.KillSwitches.FirstOrDefault(k => k.Scope.Covers(pending.Account, spec.Strategy, spec.Ticker)) is { } kill) End(pending, ApprovalState.Dropped, $"The kill switch of the {kill.Scope} was engaged. Nothing was sent.", "system");
        }
    }

    /// <summary>Takes over what an earlier run left; what waited then is told as expired.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        foreach (PendingApproval row in await store.ReadAsync(KeptMax / 2, stop))
        {
            if (!_all.TryAdd(row.Id, row)) continue;
            if (row.State == ApprovalState.Waiting) End(row, ApprovalState.Expired, "The program was restarted while it waited. Nothing was sent; send it again if it is still meant.", "system");
            else if (row is { State: ApprovalState.Approved, Message.Length: 0 })
            {
                _all[row.Id] = row with { Message = "The program ended as it was released. Whether it left stands in the list of orders." };
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
                await store.WriteAsync(approval, stop);
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
            // Before it leaves: a crash in between must not leave an order that seems to wait.
            await store.WriteAsync(decided, CancellationToken.None);
            if (pending is { Spec: { } spec, Context: { } context })
            {
                SubmitResult sent = await services.GetRequiredKeyedService<ITradingCommands>(CommandDoor.Inside).SubmitAsync(spec, context, CancellationToken.None);
                bool isSent = sent.Outcome is SubmitOutcome.Accepted or SubmitOutcome.AlreadyAccepted or SubmitOutcome.Queued or SubmitOutcome.Unconfirmed;
                return decided with { IsDone = isSent, OrderRef = sent.Order?.OrderRef.Value ?? "", Message = sent.Outcome == SubmitOutcome.Accepted ? "Confirmed and sent." : sent.Message };
            }
            RiskLimitResult changed = await services.GetRequiredKeyedService<IRiskCommands>(CommandDoor.Inside).SetLimitsAsync(pending.Edit!, pending.Context!, CancellationToken.None);
            if (changed.Change is { } change) audit.Record(LimitChange.Entry(change, pending.By, "") with { Reason = $"{change.Reason} (confirmed by {decided.DecidedBy})" });
            return decided with { IsDone = changed.Outcome == RiskLimitOutcome.Changed, Message = changed.Outcome == RiskLimitOutcome.Changed ? "Confirmed; the limits are changed." : changed.Message };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return decided with { Message = $"Confirmed, but without an answer: {e.Message} Look at the orders and limits before you try again." };
        }
    }

    private PendingApproval New(ApprovalKind kind, string words, CallerAccess by, TimeSpan expiry)
    {
        DateTimeOffset now = AuditChain.Storable(clock.GetUtcNow());
        return new PendingApproval { Id = Guid.NewGuid().ToString("N")[..12], Kind = kind, Words = words, By = by.Who, ById = by.PersonId, Time = now, ExpiresTime = now + expiry };
    }

    private async Task<(PendingApproval? Pending, string Fault)> AddAsync(PendingApproval pending, CallerAccess by, CancellationToken stop)
    {
        if (_all.Values.Count(a => a.State == ApprovalState.Waiting) >= WaitingMax) return (null, "Too much waits for a second person already. Decide on that first.");
        if (_all.Count >= KeptMax) foreach (PendingApproval old in _all.Values.Where(a => a.State != ApprovalState.Waiting).OrderBy(a => a.Time).Take(KeptMax / 2)) _all.TryRemove(old.Id, out _);
        try
        {
            await store.WriteAsync(pending, stop);
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

    private void Note(string id)
    {
        _unwritten[id] = 0;
        Interlocked.Increment(ref _version);
    }

    private static string Subject(PendingApproval pending) => pending.Kind == ApprovalKind.Order ? "order" : "limits";
}

/// <summary>Ends what waits too long, and writes what became of it, every second.</summary>
internal sealed class ApprovalKeeper(Approvals approvals, TimeProvider clock, ILogger<ApprovalKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Step, clock);
            bool isLoaded = false;
            do
            {
                if (!isLoaded) isLoaded = await TryLoadAsync(stoppingToken);
                approvals.Expire();
                await approvals.FlushAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The usual end.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken stop)
    {
        try
        {
            await approvals.LoadAsync(stop);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.AccessNotRead(e.Message);
            return false;
        }
    }
}
