using System.Globalization;
using System.Text;
using TradingCore.Domain;

namespace TradingCore.Persistence.Journal;

/// <summary>
/// The usual order as JSON, written straight: an order waits for this before it leaves, and the general serializer takes five times as long for it, ten times when it was
/// not used for a moment. Orders with anything unusual are left to the serializer; what is read goes by the serializer alone. A test compares the two member by member.
/// </summary>
internal static class OrderJson
{
    private static readonly byte[][] Sides = Names<OrderSide>();
    private static readonly byte[][] Types = Names<OrderType>();
    private static readonly byte[][] Tifs = Names<TimeInForce>();
    private static readonly byte[][] States = Names<OrderState>();
    private static readonly byte[][] Roles = Names<OrderRole>();
    private static readonly byte[][] SecurityTypes = Names<SecurityType>();

    /// <summary>Writes the entry of an order; false, with nothing written, when it has something unusual.</summary>
    public static bool TryWrite(Order order, JournalBuffer to)
    {
        // An order whose side is not known comes from elsewhere.
        if (order.Side == default || !ReferenceEquals(order.Attributes, OrderAttributes.None) || order.PendingChange is not null || order.Contract.Legs is not null || order.Handling is { Hold: not null } or { GroupAccounts: not null }) return false;
        to.Raw("{\"order\":{\"order\":{\"orderRef\":"u8);
        to.Text(order.OrderRef.Value);
        Number(to, ",\"orderId\":"u8, order.OrderId.Value);
        Number(to, ",\"permId\":"u8, order.PermId.Value);
        Number(to, ",\"clientId\":"u8, order.ClientId);
        Text(to, ",\"account\":"u8, order.Account.Value);
        to.Raw(",\"contract\":"u8);
        Write(order.Contract, to);
        Name(to, ",\"side\":"u8, Sides, (int)order.Side);
        Number(to, ",\"quantity\":"u8, order.Quantity);
        Name(to, ",\"type\":"u8, Types, (int)order.Type);
        Number(to, ",\"limitPrice\":"u8, order.LimitPrice);
        Number(to, ",\"stopPrice\":"u8, order.StopPrice);
        Name(to, ",\"tif\":"u8, Tifs, (int)order.Tif);
        to.Raw(order.OutsideRth ? ",\"outsideRth\":true"u8 : ",\"outsideRth\":false"u8);
        Number(to, ",\"parentId\":"u8, order.ParentId.Value);
        Text(to, ",\"strategy\":"u8, order.Strategy);
        Text(to, ",\"source\":"u8, order.Source);
        Name(to, ",\"state\":"u8, States, (int)order.State);
        Number(to, ",\"filled\":"u8, order.Filled);
        Number(to, ",\"averageFillPrice\":"u8, order.AverageFillPrice);
        Number(to, ",\"commission\":"u8, order.Commission);
        Text(to, ",\"reason\":"u8, order.Reason);
        Time(to, ",\"createdTime\":"u8, order.CreatedTime);
        Time(to, ",\"updatedTime\":"u8, order.UpdatedTime);
        Write(order.History, to);
        Write(order.Handling, to);
        Text(to, ",\"idempotencyKey\":"u8, order.IdempotencyKey);
        Number(to, ",\"version\":"u8, order.Version);
        to.Raw("}}}"u8);
        return true;
    }

    private static void Write(Contract contract, JournalBuffer to)
    {
        to.Raw("{\"conId\":"u8);
        to.Number((long)contract.ConId.Value);
        Text(to, ",\"ticker\":"u8, contract.Ticker);
        Text(to, ",\"symbol\":"u8, contract.Symbol);
        Name(to, ",\"securityType\":"u8, SecurityTypes, (int)contract.SecurityType);
        Text(to, ",\"exchange\":"u8, contract.Exchange);
        Text(to, ",\"primaryExchange\":"u8, contract.PrimaryExchange);
        Text(to, ",\"currency\":"u8, contract.Currency);
        Text(to, ",\"localSymbol\":"u8, contract.LocalSymbol);
        Text(to, ",\"tradingClass\":"u8, contract.TradingClass);
        Text(to, ",\"lastTradeDateOrContractMonth\":"u8, contract.LastTradeDateOrContractMonth);
        Number(to, ",\"multiplier\":"u8, contract.Multiplier);
        Number(to, ",\"priceMagnifier\":"u8, (long)contract.PriceMagnifier);
        Number(to, ",\"strike\":"u8, contract.Strike);
        Text(to, ",\"right\":"u8, contract.Right);
        to.Raw("}"u8);
    }

    private static void Write(IReadOnlyList<OrderEvent> history, JournalBuffer to)
    {
        to.Raw(",\"history\":["u8);
        for (int i = 0; i < history.Count; i++)
        {
            OrderEvent e = history[i];
            Time(to, i == 0 ? "{\"time\":"u8 : ",{\"time\":"u8, e.Time);
            Text(to, ",\"kind\":"u8, e.Kind);
            Name(to, ",\"state\":"u8, States, (int)e.State);
            Text(to, ",\"source\":"u8, e.Source);
            Text(to, ",\"text\":"u8, e.Text);
            to.Raw("}"u8);
        }
        to.Raw("]"u8);
    }

    private static void Write(OrderHandling handling, JournalBuffer to)
    {
        Text(to, ",\"handling\":{\"correlationId\":"u8, handling.CorrelationId);
        Text(to, ",\"intent\":"u8, handling.Intent);
        if (handling.Role != default) Name(to, ",\"role\":"u8, Roles, (int)handling.Role);
        if (handling.IsClosing) to.Raw(",\"isClosing\":true"u8);
        Time(to, ",\"queuedUntil\":"u8, handling.QueuedUntil);
        Time(to, ",\"releasedTime\":"u8, handling.ReleasedTime);
        Time(to, ",\"wireTime\":"u8, handling.WireTime);
        Time(to, ",\"ackTime\":"u8, handling.AckTime);
        Time(to, ",\"firstFillTime\":"u8, handling.FirstFillTime);
        to.Raw("}"u8);
    }

    // A text that is null is left out, as the serializer does.
    private static void Text(JournalBuffer to, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null && !name.StartsWith(",\"handling"u8)) return;
        to.Raw(name);
        to.Text(value ?? "");
    }

    private static void Number(JournalBuffer to, ReadOnlySpan<byte> name, long value)
    {
        to.Raw(name);
        to.Number(value);
    }

    private static void Number(JournalBuffer to, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is not { } number) return;
        to.Raw(name);
        to.Number(number);
    }

    private static void Time(JournalBuffer to, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is not { } time) return;
        to.Raw(name);
        to.Time(time);
    }

    private static void Name(JournalBuffer to, ReadOnlySpan<byte> name, byte[][] names, int value)
    {
        to.Raw(name);
        to.Raw(names[value]);
    }

    // By the number of the value; a number without a name stays empty and is never asked for.
    private static byte[][] Names<T>() where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        var names = new byte[values.Max(v => Convert.ToInt32(v, CultureInfo.InvariantCulture)) + 1][];
        foreach (T value in values) names[Convert.ToInt32(value, CultureInfo.InvariantCulture)] = Encoding.ASCII.GetBytes($"\"{value}\"");
        return names;
    }
}
