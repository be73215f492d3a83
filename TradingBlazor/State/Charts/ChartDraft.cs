using System.Globalization;
using TradingCore.Domain;

namespace TradingBlazor.State.Charts;

/// <summary>An order that is made on the chart: where it was begun, what was dragged, what was typed. Not sent yet.</summary>
public sealed class ChartDraft
{
    /// <summary>Id of its lines.</summary>
    public const string Id = "draft";

    // A stop a third of a percent away and a target twice as far: a start to drag from, never sent without being seen.
    private const decimal ExitShare = 0.003m;
    private const int ExitTicksMin = 10;

    /// <summary>Begins an order at a price.</summary>
    public ChartDraft(Instrument instrument, OrderSide side, OrderType type, decimal price, string quantity, bool hasExits)
    {
        Instrument = instrument;
        Side = side;
        Type = type;
        Price = price;
        Quantity = quantity;
        if (!hasExits) return;
        decimal tick = instrument.TickSizeAt(price);
        decimal distance = Math.Max(ExitTicksMin, Math.Ceiling(Math.Abs(price) * ExitShare / tick)) * tick;
        decimal up = side == OrderSide.Buy ? 1m : -1m;
        Profit = Snap(price + up * 2m * distance);
        Loss = Snap(price - up * distance);
    }

    /// <summary>Contract with its price steps.</summary>
    public Instrument Instrument { get; }

    /// <summary>Side of the entry.</summary>
    public OrderSide Side { get; }

    /// <summary>Limit or stop.</summary>
    public OrderType Type { get; }

    /// <summary>Limit or trigger of the entry.</summary>
    public decimal Price { get; private set; }

    /// <summary>Quantity as typed.</summary>
    public string Quantity { get; set; }

    /// <summary>Take profit of a bracket; null for a single order.</summary>
    public decimal? Profit { get; private set; }

    /// <summary>Stop loss of a bracket.</summary>
    public decimal? Loss { get; private set; }

    /// <summary>True for a bracket.</summary>
    public bool HasExits => Profit is not null;

    /// <summary>Moves a line to a price; exits keep their distance from an entry that moves.</summary>
    /// <param name="kind"><c>entry</c>, <c>profit</c> or <c>loss</c>; others are ignored.</param>
    /// <param name="price">Where it was dropped; put on the price steps.</param>
    public void Move(string kind, decimal price)
    {
        decimal to = Snap(price);
        switch (kind)
        {
            case "entry":
                decimal by = to - Price;
                Price = to;
                if (Profit is { } profit) Profit = Snap(profit + by);
                if (Loss is { } loss) Loss = Snap(loss + by);
                break;
            case "profit" when HasExits:
                Profit = to;
                break;
            case "loss" when HasExits:
                Loss = to;
                break;
        }
    }

    /// <summary>Reads the order; null with what is wrong when the quantity is no number.</summary>
    public OrderSpec? Read(string? account, out string problem)
    {
        problem = "";
        if (!TicketDraft.TryParse(Quantity, out decimal quantity) || quantity <= 0m)
        {
            problem = "Enter a quantity above 0.";
            return null;
        }
        return new OrderSpec
        {
            Ticker = Instrument.Contract.Ticker,
            Side = Side,
            Quantity = quantity,
            Type = Type,
            LimitPrice = Type == OrderType.Limit ? Price : null,
            StopPrice = Type == OrderType.Stop ? Price : null,
            Tif = TimeInForce.Day,
            Account = account,
            Bracket = HasExits ? new BracketSpec(new ExitSpec { Price = Profit }, new ExitSpec { Price = Loss }) : null,
        };
    }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<OrderMark> Lines()
    {
        string size = Quantity.Trim();
        bool isBuy = Side == OrderSide.Buy;
        var lines = new List<OrderMark> { new(Id, "entry", (double)Price, isBuy, $"{OrderWords.Side(Side)} {size} {OrderWords.Type(Type)}, not sent", true, true) };
        if (Profit is { } profit) lines.Add(new OrderMark(Id, "profit", (double)profit, !isBuy, $"Target {Distance(profit)}", true, true));
        if (Loss is { } loss) lines.Add(new OrderMark(Id, "loss", (double)loss, !isBuy, $"Stop {Distance(loss)}", true, true));
        return lines;
    }

    private string Distance(decimal exit) => ((exit - Price) * (Side == OrderSide.Buy ? 1m : -1m)).ToString("+0.########;−0.########;0", CultureInfo.InvariantCulture);

    private decimal Snap(decimal price)
    {
        decimal tick = Instrument.TickSizeAt(price);
        return Math.Round(price / tick) * tick;
    }
}
