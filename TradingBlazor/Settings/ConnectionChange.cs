using System.Globalization;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Tws;

namespace TradingBlazor.Settings;

/// <summary>What it would be to use the saved connection now.</summary>
/// <param name="Now">Where the session connects to.</param>
/// <param name="Next">Where it would.</param>
/// <param name="Working">Orders of this program that work at the broker and would be out of its hands, or could be.</param>
/// <param name="Refusal">Why it takes a restart; empty when it does not.</param>
internal sealed record ConnectionPlan(SessionTarget Now, SessionTarget Next, IReadOnlyList<Order> Working, string Refusal)
{
    /// <summary>What would become of the orders that work; empty when there are none.</summary>
    public string Stranding => Working.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{Count} at the broker as client {Now.ClientId} through {Now.Host}:{Now.Port}: {List}. {(Now.ClientId != Next.ClientId
            ? $"Under client id {Next.ClientId} they go on, and only client {Now.ClientId} or TWS can change or cancel one of them; the cancel of all still reaches them at the same login."
            : "They go on there. When the other gateway is of another login, nobody here sees them or can cancel them.")} Cancel them first, or say that they may be left.");

    /// <summary>The plan in a word, so that nobody carries out another one than he saw.</summary>
    public string Seal => string.Create(CultureInfo.InvariantCulture, $"{Next.Host}:{Next.Port}/{Next.ClientId}");

    private const int ListMax = 3;

    private string Count => Working.Count == 1 ? "One order works" : $"{Working.Count} orders work";

    private string List => string.Join("; ", Working.Take(ListMax).Select(o => $"{OrderWords.Side(o.Side)} {Format.Quantity(o.Remaining)} {o.Contract.Ticker}")) + (Working.Count > ListMax ? $" and {Working.Count - ListMax} more" : "");
}

/// <summary>Lets the running session use the host, port and client id that were saved. A fault is a sentence, empty when done.</summary>
internal sealed class ConnectionChange(SettingsBook book, DeskSettings running, RunningSession session, ITradingView view, IAuditLog audit, TimeProvider clock)
{
    private static readonly TimeSpan TakenLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UpLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>What it would be now; null when the session uses what is saved, or there is none in this process.</summary>
    public async Task<ConnectionPlan?> PlanAsync(CancellationToken stop)
    {
        if (!session.IsThere || book.IsIgnored) return null;
        IReadOnlyList<SettingState> states = await book.ReadAsync(SettingsCatalog.Connection, stop);
        TwsOptions tws = running.Trading.Tws;
        var now = new SessionTarget(tws.Host, tws.Port, tws.ClientId);
        // Settings that no start can read have no next value.
        if (!int.TryParse(NextOf("Tws:Port"), CultureInfo.InvariantCulture, out int port) || !int.TryParse(NextOf("Tws:ClientId"), CultureInfo.InvariantCulture, out int clientId)) return null;
        // The embedded simulator is where it is, whatever stands in the settings.
        SessionTarget next = running.Simulator.Enabled && NextOf("Simulator:Enabled") == "true" ? now with { ClientId = clientId } : new SessionTarget(NextOf("Tws:Host"), port, clientId);
        if (next == now) return null;
        string[] others = [.. states.Where(s => s.Field.Key is "Simulator:Enabled" or "Tws:Accounts" or "Trading:Mode" or "Trading:AllowLive" or "Trading:Enabled" && s.Next != s.Running).Select(s => s.Field.Title)];
        string refusal = others.Length > 0 ? $"Saved with it and only read by a start: {string.Join(", ", others)}. Restart the program, or take that back first." : "";
        Order[] working = [.. view.Orders.Where(o => o.State.IsAtBroker() && o.OrderId.Value > 0 && o.ClientId == tws.ClientId)];
        return new ConnectionPlan(now, next, working, refusal);

        string NextOf(string key) => states.First(s => s.Field.Key == key).Next;
    }

    /// <summary>Does it, and waits a little for the new connection.</summary>
    /// <param name="seal">The plan that was seen.</param>
    /// <param name="mayStrand">True when whoever asks has said that orders may be left as they are.</param>
    /// <param name="by">Who.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(string Done, string Fault)> UseAsync(string seal, bool mayStrand, CommandJudgement by, CancellationToken stop)
    {
        if (by.Fault.Length > 0) return ("", by.Fault);
        if (await PlanAsync(stop) is not { } plan) return ("", "The session already uses what is saved.");
        if (plan.Refusal.Length > 0) return ("", plan.Refusal);
        if (plan.Seal != seal) return ("", "Somebody else has changed the connection meanwhile. Look at it again.");
        if (plan.Working.Count > 0 && !mayStrand) return ("", plan.Stranding);
        string who = by.Access?.Who ?? "nobody";
        // First: what cannot be written down is not done.
        await audit.RecordAsync(by.Entry("connection.moved", plan.Seal) with
        {
            Old = string.Create(CultureInfo.InvariantCulture, $"{plan.Now.Host}:{plan.Now.Port}/{plan.Now.ClientId}"),
            New = plan.Seal,
            Reason = plan.Working.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{plan.Working.Count} working orders left") : "",
        }, stop);
        await session.MoveAsync(plan.Next, $"{who} changed the connection to {plan.Next.Host}:{plan.Next.Port} as client {plan.Next.ClientId}", stop);
        TwsOptions tws = running.Trading.Tws;
        await WaitAsync(() => (tws.Host, tws.Port, tws.ClientId) == (plan.Next.Host, plan.Next.Port, plan.Next.ClientId), TakenLimit, stop);
        await WaitAsync(() => IsUp(plan.Next), UpLimit, stop);
        return IsUp(plan.Next)
            ? ($"Connected to {plan.Next.Host}:{plan.Next.Port} as client {plan.Next.ClientId}. No order leaves until orders, executions and positions have been compared with the broker.", "")
            : ($"The old connection is closed, and {plan.Next.Host}:{plan.Next.Port} is tried as client {plan.Next.ClientId}. What it says stands above.", "");
    }

    private bool IsUp(SessionTarget at) => view.Session is { IsConnected: true } s && s.ClientId == at.ClientId && s.Port == at.Port;

    private async Task WaitAsync(Func<bool> isSo, TimeSpan limit, CancellationToken stop)
    {
        for (long begun = clock.GetTimestamp(); !isSo() && clock.GetElapsedTime(begun) < limit;) await Task.Delay(Look, clock, stop);
    }
}
