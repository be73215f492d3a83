using TwsProtocol.Messages.Requests;
using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>Brings the terms of an order as a client wrote them into the one form that the gateway works with.</summary>
internal static class OrderTerms
{
    /// <summary>The terms of a request, and what is remarked about them.</summary>
    public static (Order Terms, IReadOnlyList<OrderFault> Warnings) Read(PlaceOrder request, int clientId, Instrument instrument, InstrumentState state, AccountList accounts)
    {
        Order terms = Sized(Normalize(request.Order, clientId, request.OrderId, accounts), instrument, state);
        decimal held = (accounts.Find(terms.Account) ?? accounts.First).QuantityOf(instrument.ConId);
        OrderFault[] warnings = [.. OrderWarnings.Of(instrument, request.Contract, terms, held)];
        return (OrderWarnings.IgnoresOutsideRth(instrument, terms) ? terms with { OutsideRth = false } : terms, warnings);
    }

    /// <summary>Spellings, defaults and the account of a login that has only one.</summary>
    public static Order Normalize(Order order, int clientId, int orderId, AccountList accounts) => order with
    {
        OrderId = orderId,
        ClientId = clientId,
        Action = order.Action.ToUpperInvariant() is "SSHORT" ? "SELL" : order.Action.ToUpperInvariant(),
        OrderType = order.OrderType.ToUpperInvariant() switch
        {
            "STPLMT" or "STP_LMT" => "STP LMT",
            "TRAILLMT" or "TRAIL_LIMIT" => "TRAIL LIMIT",
            "PEGMID" => "PEG MID",
            string type => type,
        },
        Tif = order.Tif.Length == 0 ? "DAY" : order.Tif.ToUpperInvariant(),
        Account = order.Account.Length == 0 && !accounts.AreSeveral ? accounts.First.Id : order.Account,
    };

    // An order by amount of money gets the quantity that the amount buys now.
    private static Order Sized(Order terms, Instrument instrument, InstrumentState state)
    {
        if (terms.TotalQuantity is not (null or 0) || terms.CashQty is not { } cash || cash <= 0)
            return terms;
        double price = terms.LmtPrice ?? (terms.Action == "BUY" ? state.Ask : state.Bid) ?? instrument.BasePrice;
        decimal step = instrument.SizeIncrement;
        return terms with { TotalQuantity = Math.Floor((decimal)(cash / (price * (double)instrument.PointValue)) / step) * step };
    }
}
