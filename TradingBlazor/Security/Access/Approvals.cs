using System.Collections.Concurrent;
using System.Globalization;
using TradingBlazor.Security.Audit;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Security.Access;

/// <summary>What became of an order that needs a second person.</summary>
internal enum ApprovalState
{
    /// <summary>Waits.</summary>
    Waiting = 0,
    /// <summary>A second person confirmed it; it was checked anew and sent, or denied then.</summary>
    Approved,
    /// <summary>A second person said no.</summary>
    Rejected,
    /// <summary>Nobody answered in time.</summary>
    Expired,
}

/// <summary>An order that waits for a second person (R38).</summary>
/// <param name="Id">Its name.</param>
/// <param name="Spec">The order.</param>
/// <param name="Context">The command it came with.</param>
/// <param name="By">Who sent it, as the audit names it.</param>
/// <param name="ById">Id of that user; empty for a key.</param>
/// <param name="Notional">Estimated value, in the contract's currency.</param>
/// <param name="Time">When it came.</param>
/// <param name="ExpiresTime">Until when it waits.</param>
internal sealed record PendingApproval(string Id, OrderSpec Spec, CommandContext Context, string By, string ById, decimal Notional, DateTimeOffset Time, DateTimeOffset ExpiresTime)
{
    /// <summary>What became of it.</summary>
    public ApprovalState State { get; init; }
    /// <summary>Who decided; empty while nobody has.</summary>
    public string DecidedBy { get; init; } = "";
    /// <summary>What the engine answered to the released order; null when it was not released.</summary>
    public SubmitResult? Result { get; init; }

    /// <summary>The order in words.</summary>
    public string Words => string.Create(CultureInfo.InvariantCulture, $"{(Spec.Side == OrderSide.Buy ? "Buy" : "Sell")} {Spec.Quantity:0.########} {Spec.Ticker}{(Spec.LimitPrice is { } limit ? $" at {limit:0.########}" : " at market")}, about {Notional:#,##0}");
}

/// <summary>Answer to a decision.</summary>
internal sealed record ApprovalAnswer(PendingApproval? Approval, string Fault);

/// <summary>
/// Orders that wait for a second person. They live in memory and die with the process: an order that nobody has confirmed must not leave minutes later
/// because a program was started again.
/// </summary>
internal sealed class Approvals(IServiceProvider services, SecurityOptions options, IAuditLog audit, TimeProvider clock)
{
    private const int WaitingMax = 100;
    private const int KeptMax = 500;

    private readonly ConcurrentDictionary<string, PendingApproval> _all = new(StringComparer.Ordinal);
    private int _version;

    /// <summary>Changes with every change.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>All that are known, newest first.</summary>
    public IReadOnlyList<PendingApproval> All
    {
        get
        {
            Expire();
            return [.. _all.Values.OrderByDescending(a => a.Time).ThenByDescending(a => a.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Lets an order wait.</summary>
    /// <returns>Null when too many wait already.</returns>
    public PendingApproval? Add(OrderSpec spec, CommandContext context, CallerAccess by, decimal notional)
    {
        Expire();
        // The same command again is the same waiting order.
        if (context.IdempotencyKey.Length > 0 && _all.Values.FirstOrDefault(a => a.Context.IdempotencyKey == context.IdempotencyKey && a.By == by.Who && a.State == ApprovalState.Waiting) is { } known) return known.Spec == spec ? known : null;
        if (_all.Values.Count(a => a.State == ApprovalState.Waiting) >= WaitingMax) return null;
        if (_all.Count >= KeptMax) foreach (PendingApproval old in _all.Values.Where(a => a.State != ApprovalState.Waiting).OrderBy(a => a.Time).Take(KeptMax / 2)) _all.TryRemove(old.Id, out _);
        DateTimeOffset now = clock.GetUtcNow();
        var pending = new PendingApproval(Guid.NewGuid().ToString("N")[..12], spec, context, by.Who, by.Kind == CallerKind.User ? by.Id : "", notional, now, now + options.SecondPersonExpiry);
        _all[pending.Id] = pending;
        Interlocked.Increment(ref _version);
        audit.Record(new AuditEntry(by.Who, "order.waitsForSecondPerson", pending.Id) { Address = by.Address, New = pending.Words });
        return pending;
    }

    /// <summary>Releases or rejects an order. Released, it passes every risk check anew at the prices of now.</summary>
    /// <param name="id">Which.</param>
    /// <param name="isApproved">True to release.</param>
    /// <param name="by">The second person.</param>
    public async Task<ApprovalAnswer> DecideAsync(string id, bool isApproved, CommandJudgement by)
    {
        Expire();
        if (!_all.TryGetValue(id, out PendingApproval? pending)) return new ApprovalAnswer(null, $"No order '{id}' waits for a second person.");
        if (by.Access is not { Kind: CallerKind.User } person) return new ApprovalAnswer(null, "A key is no second person. Sign in to decide.");
        if (isApproved && pending.ById == person.Id) return new ApprovalAnswer(null, "You sent this order. Somebody else must confirm it.");
        PendingApproval decided = pending with { State = isApproved ? ApprovalState.Approved : ApprovalState.Rejected, DecidedBy = person.Name };
        // Of two who decide at once only one does.
        if (pending.State != ApprovalState.Waiting || !_all.TryUpdate(id, decided, pending)) return new ApprovalAnswer(null, "This order was decided on already, or its time is over.");
        Interlocked.Increment(ref _version);
        await audit.RecordAsync(by.Entry(isApproved ? "order.approved" : "order.rejected", id) with { New = pending.Words });
        if (!isApproved) return new ApprovalAnswer(decided, "");
        ITradingCommands engine = services.GetRequiredKeyedService<ITradingCommands>(CommandDoor.Inside);
        SubmitResult result = await engine.SubmitAsync(pending.Spec, pending.Context, CancellationToken.None);
        PendingApproval released = decided with { Result = result };
        _all[id] = released;
        Interlocked.Increment(ref _version);
        return new ApprovalAnswer(released, "");
    }

    private void Expire()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach (PendingApproval pending in _all.Values)
        {
            if (pending.State != ApprovalState.Waiting || now < pending.ExpiresTime || !_all.TryUpdate(pending.Id, pending with { State = ApprovalState.Expired }, pending)) continue;
            Interlocked.Increment(ref _version);
            audit.Record(new AuditEntry("system", "order.expired", pending.Id) { New = pending.Words });
        }
    }
}

/// <summary>Estimates what an order is worth, from what the screen shows.</summary>
internal static class Notionals
{
    /// <summary>Value in the contract's currency, at the worse of the order's own price and the market's; null when no price is known.</summary>
    public static decimal? Of(OrderSpec spec, ITradingView view)
    {
        decimal multiplier = view.FindInstrument(spec.Ticker)?.Contract.Multiplier ?? 1m;
        Quote? quote = view.FindQuote(spec.Ticker);
        decimal?[] prices = [spec.LimitPrice, spec.StopPrice, quote?.Ask, quote?.Bid, quote?.Last];
        decimal? price = prices.Where(p => p is not null).Select(p => Math.Abs(p!.Value)).DefaultIfEmpty(-1m).Max() is >= 0m and var worst ? worst : null;
        return spec.Attributes.CashQuantity is { } cash ? Math.Abs(cash) : price is { } known ? Math.Abs(spec.Quantity) * known * multiplier : null;
    }
}
