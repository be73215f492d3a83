using System.Globalization;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>
/// What was typed into the ticket, as typed. It belongs to the circuit, not to the component, so that it survives a change of panel.
/// </summary>
public sealed class TicketDraft
{
    /// <summary>Buy or sell.</summary>
    public OrderSide Side { get; set; } = OrderSide.Buy;
    /// <summary>The quantity typed once more, which confirms that an unusual one is meant.</summary>
    public string Confirmation { get; set; } = "";

    /// <summary>Quantity as typed.</summary>
    public string Quantity { get; set; } = "100";
    /// <summary>Order type.</summary>
    public OrderType Type { get; set; } = OrderType.Market;
    /// <summary>Limit price as typed.</summary>
    public string Limit { get; set; } = "";
    /// <summary>Trigger price as typed.</summary>
    public string Stop { get; set; } = "";
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; set; } = TimeInForce.Day;
    /// <summary>True when exits are sent with the order.</summary>
    public bool HasExits { get; set; }
    /// <summary>Take profit as typed; empty for none.</summary>
    public string TakeProfit { get; set; } = "";
    /// <summary>Stop loss as typed; empty for none.</summary>
    public string StopLoss { get; set; } = "";
    /// <summary>How the exits are typed.</summary>
    public ExitUnit ExitUnit { get; set; }
    /// <summary>What becomes of the order while the gateway is away.</summary>
    public OfflineChoice IfOffline { get; set; }
    /// <summary>Group of an advisor's accounts the order is for, instead of an account; empty for none.</summary>
    public string FaGroup { get; set; } = "";
    /// <summary>Contract the prices were meant for; prices of another contract are never kept.</summary>
    public string PricesFor { get; set; } = "";

    /// <summary>True when the type has a limit price.</summary>
    public bool HasLimit => Type is OrderType.Limit or OrderType.StopLimit;
    /// <summary>True when the type has a trigger price.</summary>
    public bool HasStop => Type is OrderType.Stop or OrderType.StopLimit;

    /// <summary>Fills empty price boxes from the market: a limit at the touch, a stop a little beyond it.</summary>
    /// <param name="ticker">Contract; when it is not the one the prices are for, they are dropped first.</param>
    /// <param name="quote">Its market; null leaves the boxes empty.</param>
    /// <param name="instrument">Its price steps; null leaves the boxes empty.</param>
    public void Prefill(string ticker, Quote? quote, Instrument? instrument)
    {
        if (PricesFor != ticker)
        {
            Limit = "";
            Stop = "";
            TakeProfit = "";
            StopLoss = "";
            PricesFor = ticker;
        }
        if (instrument is null || quote is null) return;
        int decimals = Format.Decimals(instrument);
        decimal? touch = (Side == OrderSide.Buy ? quote.Ask : quote.Bid) ?? quote.Mark;
        if (touch is not { } price) return;
        decimal tick = instrument.TickSizeAt(price);
        if (HasStop && Stop.Length == 0)
        {
            // A stop at the touch would trigger at once: start a tenth of a percent beyond it, on the tick grid.
            decimal away = Math.Max(tick, Math.Ceiling(Math.Abs(price) * 0.001m / tick) * tick);
            decimal stop = Side == OrderSide.Buy ? price + away : price - away;
            Stop = Format.PriceInput(Math.Round(stop / tick) * tick, decimals);
        }
        if (HasLimit && Limit.Length == 0)
        {
            decimal limit = Type == OrderType.StopLimit && TryParse(Stop, out decimal trigger) ? trigger : price;
            Limit = Format.PriceInput(Math.Round(limit / tick) * tick, decimals);
        }
    }

    /// <summary>Moves a typed price by steps of the tick that is valid there; text that is no number is left alone.</summary>
    public static string Step(string text, int steps, Instrument? instrument)
    {
        if (instrument is null || !TryParse(text, out decimal price)) return text;
        decimal tick = instrument.TickSizeAt(price);
        decimal onGrid = steps > 0 ? Math.Floor(price / tick) * tick : Math.Ceiling(price / tick) * tick;
        return Format.PriceInput(onGrid + steps * tick, Format.Decimals(instrument));
    }

    /// <summary>Reads the draft.</summary>
    /// <param name="ticker">Contract.</param>
    /// <param name="account">Account; null for the first one.</param>
    /// <param name="spec">The order; null when false is returned.</param>
    /// <param name="problem">What to enter, when false is returned.</param>
    public bool TryRead(string ticker, string? account, out OrderSpec? spec, out string problem)
    {
        spec = null;
        problem = "";
        decimal limit = 0m, stop = 0m;
        ExitSpec? profit = null, loss = null;
        if (ticker.Length == 0) problem = "Choose a symbol";
        else if (!TryParse(Quantity, out decimal quantity) || quantity <= 0m) problem = "Enter a quantity above 0";
        else if (HasStop && !TryParse(Stop, out stop)) problem = "Enter a stop price";
        else if (HasLimit && !TryParse(Limit, out limit)) problem = "Enter a limit price";
        else if (HasExits && !TryReadExit(TakeProfit, out profit)) problem = "Enter a take profit, or leave it empty";
        else if (HasExits && !TryReadExit(StopLoss, out loss)) problem = "Enter a stop loss, or leave it empty";
        else if (HasExits && profit is null && loss is null) problem = "Enter a take profit or a stop loss";
        else
        {
            spec = new OrderSpec
            {
                Ticker = ticker,
                Side = Side,
                Quantity = quantity,
                Type = Type,
                Tif = Tif,
                Account = FaGroup.Length > 0 ? null : account,
                Attributes = FaGroup.Length > 0 ? new OrderAttributes { FaGroup = FaGroup } : OrderAttributes.None,
                LimitPrice = HasLimit ? limit : null,
                StopPrice = HasStop ? stop : null,
                IfOffline = IfOffline,
                IsConfirmed = TryParse(Confirmation, out decimal typed) && typed == quantity,
                Bracket = profit is null && loss is null ? null : new BracketSpec(profit, loss),
            };
        }
        return spec is not null;
    }

    private bool TryReadExit(string text, out ExitSpec? exit)
    {
        exit = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!TryParse(text, out decimal value)) return false;
        exit = ExitUnit switch
        {
            ExitUnit.Offset => new ExitSpec { Offset = value },
            ExitUnit.Percent => new ExitSpec { Percent = value },
            _ => new ExitSpec { Price = value },
        };
        return true;
    }

    /// <summary>Reads a number as a trader types it: point for decimals, commas between thousands allowed.</summary>
    public static bool TryParse(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out value);
}
