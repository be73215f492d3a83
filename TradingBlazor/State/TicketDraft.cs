using System.Text.Json;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>
/// What was typed into the ticket, as typed. It belongs to the circuit, not to a component, and is an object that can be stored, so that it
/// survives a change of panel, a lost line and a restart. <see cref="TicketReader"/> makes an order of it.
/// </summary>
public sealed class TicketDraft
{
    private const string QuantityOfShares = "100";

    /// <summary>Buy or sell.</summary>
    public OrderSide Side { get; set; } = OrderSide.Buy;
    /// <summary>The quantity typed once more, which confirms that an unusual one is meant.</summary>
    public string Confirmation { get; set; } = "";
    /// <summary>True: a stop that would trigger at once is meant.</summary>
    public bool MayTriggerNow { get; set; }

    /// <summary>Size as typed.</summary>
    public string Quantity { get; set; } = QuantityOfShares;
    /// <summary>Kind of contract that the quantity is meant for; unknown until the ticket has met a contract.</summary>
    public SecurityType QuantityKind { get; set; }
    /// <summary>Quantities as typed for other kinds of contract, for when the ticket comes back to one.</summary>
    public Dictionary<SecurityType, string> QuantitiesOfKinds { get; set; } = [];
    /// <summary>What the size is.</summary>
    public SizeUnit SizeUnit { get; set; }
    /// <summary>Order type.</summary>
    public OrderType Type { get; set; } = OrderType.Market;
    /// <summary>Limit price, or cap of a pegged type, as typed.</summary>
    public string Limit { get; set; } = "";
    /// <summary>Trigger price as typed.</summary>
    public string Stop { get; set; } = "";
    /// <summary>Trailing distance as typed.</summary>
    public string Trail { get; set; } = "";
    /// <summary>True when the trailing distance is in percent.</summary>
    public bool TrailIsPercent { get; set; }
    /// <summary>Offset as typed: of the limit from the stop, or from the price that is followed.</summary>
    public string Offset { get; set; } = "";
    /// <summary>Time in force.</summary>
    public TimeInForce Tif { get; set; } = TimeInForce.Day;
    /// <summary>End of an order that is good till a date, New York, <c>yyyy-MM-ddTHH:mm</c>.</summary>
    public string GoodTill { get; set; } = "";
    /// <summary>Start of the order, New York; empty for at once.</summary>
    public string GoodAfter { get; set; } = "";

    /// <summary>True when exits are sent with the order.</summary>
    public bool HasExits { get; set; }
    /// <summary>Take profit as typed; empty for none.</summary>
    public string TakeProfit { get; set; } = "";
    /// <summary>Stop loss as typed; empty for none.</summary>
    public string StopLoss { get; set; } = "";
    /// <summary>How far the limit of a stop loss is beyond its trigger, as typed; empty for a stop that fills at market.</summary>
    public string StopLimitOffset { get; set; } = "";
    /// <summary>How the exits are typed.</summary>
    public ExitUnit ExitUnit { get; set; }
    /// <summary>True when the exits end with the day instead of working until cancelled.</summary>
    public bool ExitsForDay { get; set; }

    /// <summary>May fill outside regular hours.</summary>
    public bool OutsideRth { get; set; }
    /// <summary>Not shown in the book.</summary>
    public bool Hidden { get; set; }
    /// <summary>Fills in one piece.</summary>
    public bool AllOrNone { get; set; }
    /// <summary>Takes the best prices of all exchanges at once.</summary>
    public bool Sweep { get; set; }
    /// <summary>Size that shows at a time, as typed; empty for all.</summary>
    public string DisplaySize { get; set; } = "";
    /// <summary>Smallest first fill, as typed; empty for any.</summary>
    public string MinQuantity { get; set; } = "";
    /// <summary>One-cancels-all group; empty for none.</summary>
    public string OcaGroup { get; set; } = "";
    /// <summary>What a fill does to the others of the group.</summary>
    public OcaType OcaType { get; set; } = OcaType.CancelWithBlock;
    /// <summary>Id of the order that must fill first; empty for none.</summary>
    public string Parent { get; set; } = "";

    /// <summary>Algorithm of the broker; empty for none.</summary>
    public string Algo { get; set; } = "";
    /// <summary>Its parameters as typed, by their names on the wire; of every algorithm that was looked at.</summary>
    public Dictionary<string, string> AlgoValues { get; set; } = [];

    /// <summary>Conditions.</summary>
    public List<ConditionDraft> Conditions { get; set; } = [];
    /// <summary>True: the conditions cancel the order; false: it waits for them.</summary>
    public bool ConditionsCancel { get; set; }
    /// <summary>True: they are judged outside regular hours, too.</summary>
    public bool ConditionsAnyHour { get; set; }

    /// <summary>Legs of a combination; empty for a single contract.</summary>
    public List<LegDraft> Legs { get; set; } = [];

    /// <summary>What becomes of the order while the gateway is away.</summary>
    public OfflineChoice IfOffline { get; set; }
    /// <summary>Group of an advisor's accounts the order is for, instead of an account; empty for none.</summary>
    public string FaGroup { get; set; } = "";
    /// <summary>Contract the prices were meant for; prices of another contract are never kept.</summary>
    public string PricesFor { get; set; } = "";
    /// <summary>The part that is unfolded.</summary>
    public TicketSection Section { get; set; }

    /// <summary>True when the type has a limit price or cap.</summary>
    public bool HasLimit => Type.Traits().Limit != Need.No;
    /// <summary>True when the type has a trigger price.</summary>
    public bool HasStop => Type.Traits().Stop != Need.No;
    /// <summary>True when the type trails.</summary>
    public bool HasTrail => Type.Traits().Trail != Need.No;
    /// <summary>True when the type has an offset.</summary>
    public bool HasOffset => Type.Traits().Offset != Need.No;

    /// <summary>Makes the quantity one of this kind of contract: what was typed for the kind, or else its usual one. A hundred shares are not a hundred futures.</summary>
    /// <param name="instrument">Contract of the ticket; null while it is not known, which changes nothing.</param>
    /// <param name="price">Its price; null while there is none.</param>
    public void SizeFor(Instrument? instrument, decimal? price)
    {
        // The quantity of a combination is how often its legs are traded, whatever contract they were put together from.
        if (instrument?.Contract.SecurityType is not { } now || now == SecurityType.Unknown || now == QuantityKind || Legs.Count > 0) return;
        SecurityType before = QuantityKind;
        QuantityKind = now;
        // An amount of money is the same for every kind.
        if (SizeUnit != SizeUnit.Quantity) return;
        if (before == SecurityType.Unknown)
        {
            if (Quantity == QuantityOfShares) Quantity = UsualQuantity(instrument, price);
            return;
        }
        QuantitiesOfKinds[before] = Quantity;
        Quantity = QuantitiesOfKinds.TryGetValue(now, out string? typed) ? typed : UsualQuantity(instrument, price);
    }

    /// <summary>Takes over what was typed for other kinds of contract, from the draft that this one replaces.</summary>
    public void KeepQuantitiesOf(TicketDraft replaced)
    {
        ArgumentNullException.ThrowIfNull(replaced);
        QuantitiesOfKinds = new(replaced.QuantitiesOfKinds);
        if (replaced.SizeUnit == SizeUnit.Quantity && replaced.QuantityKind != SecurityType.Unknown) QuantitiesOfKinds[replaced.QuantityKind] = replaced.Quantity;
    }

    /// <summary>Makes the quantity one of the contract's kind, and fills empty price boxes from the market: a limit at the touch, a stop a little beyond it.</summary>
    /// <param name="ticker">Contract; when it is another one than the prices are for, they are dropped first. Those that were typed before there was any stay.</param>
    /// <param name="quote">Its market; null leaves the boxes empty.</param>
    /// <param name="instrument">Its price steps; null leaves the boxes empty.</param>
    public void Prefill(string ticker, Quote? quote, Instrument? instrument)
    {
        SizeFor(instrument, quote?.Mark);
        if (PricesFor != ticker)
        {
            if (PricesFor.Length > 0) LeaveContract();
            PricesFor = ticker;
        }
        if (instrument is null || quote is null) return;
        int decimals = Format.Decimals(instrument);
        decimal? touch = (Side == OrderSide.Buy ? quote.Ask : quote.Bid) ?? quote.Mark;
        if (touch is not { } price) return;
        decimal tick = instrument.TickSizeAt(price);
        if (Type.Traits().Stop == Need.Required && Stop.Length == 0)
        {
            // At the touch it would trigger at once: start a tenth of a percent away, on the tick grid. A touch order waits on the other side than a stop.
            decimal away = Math.Max(tick, Math.Ceiling(Math.Abs(price) * 0.001m / tick) * tick);
            bool isAbove = (Side == OrderSide.Buy) != IsTouch;
            Stop = Format.PriceInput(Math.Round((isAbove ? price + away : price - away) / tick) * tick, decimals);
        }
        if (Type.Traits().Limit == Need.Required && Limit.Length == 0)
        {
            decimal limit = HasStop && Format.TryParsePrice(Stop, decimals, out decimal trigger) ? trigger : price;
            Limit = Format.PriceInput(Math.Round(limit / tick) * tick, decimals);
        }
    }

    /// <summary>Turns the draft to the other side: prices of one side are not meant for the other.</summary>
    public void Turn(OrderSide side, string ticker, Quote? quote, Instrument? instrument)
    {
        if (Side != side)
        {
            Side = side;
            Limit = "";
            Stop = "";
            if (ExitUnit == ExitUnit.Price) TakeProfit = StopLoss = "";
        }
        Prefill(ticker, quote, instrument);
    }

    // Exits without a price stand in the way of the next order until somebody closes them; those that the size is counted from are needed.
    private void LeaveContract()
    {
        DropPrices();
        if (SizeUnit != SizeUnit.RiskPercent) HasExits = false;
    }

    /// <summary>Forgets every price that belongs to one contract.</summary>
    public void DropPrices()
    {
        Limit = "";
        Stop = "";
        TakeProfit = "";
        StopLoss = "";
        Trail = "";
        Offset = "";
        StopLimitOffset = "";
        Parent = "";
        MayTriggerNow = false;
        Confirmation = "";
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    public TicketDraft Copy() => Read(Write())!;

    /// <summary>The draft as text.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>A draft from its text; null when it is none.</summary>
    public static TicketDraft? Read(string? json)
    {
        if (string.IsNullOrEmpty(json)) return null;
        try
        {
            return JsonSerializer.Deserialize<TicketDraft>(json);
        }
        catch (JsonException)
        {
            // Stored by another version: better no template than a wrong one.
            return null;
        }
    }

    private static string UsualQuantity(Instrument instrument, decimal? price) => instrument.Contract.SecurityType switch
    {
        SecurityType.Future or SecurityType.Option or SecurityType.FutureOption => "1",
        // The smallest that a currency trades in as a whole lot.
        SecurityType.Forex => "25000",
        SecurityType.Crypto => Format.Raw(UsualCoins(instrument, price)),
        _ => QuantityOfShares,
    };

    // Coins cost from a fraction of a cent to a house: the power of ten that comes nearest to a thousand from below, on the steps of the contract.
    private static decimal UsualCoins(Instrument instrument, decimal? price)
    {
        decimal coins = 0.01m;
        if (price is > 0m and var each)
        {
            coins = 1m;
            while (coins * each > 1_000m && coins > 0.000_000_01m) coins /= 10m;
            while (coins * each * 10m <= 1_000m && coins < 1_000_000m) coins *= 10m;
        }
        decimal step = instrument.SizeIncrement > 0m ? instrument.SizeIncrement : 1m;
        return Math.Max(Math.Floor(coins / step) * step, instrument.MinSize);
    }

    private bool IsTouch => Type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;

    /// <summary>Moves a typed price by steps of the tick that is valid there; text that is no number is left alone.</summary>
    public static string Step(string text, int steps, Instrument? instrument)
    {
        if (instrument is null || !Format.TryParsePrice(text, Format.Decimals(instrument), out decimal price)) return text;
        decimal tick = instrument.TickSizeAt(price);
        decimal onGrid = steps > 0 ? Math.Floor(price / tick) * tick : Math.Ceiling(price / tick) * tick;
        return Format.PriceInput(onGrid + steps * tick, Format.Decimals(instrument));
    }

    /// <summary>Reads a number as a trader types it: point for decimals, commas between thousands allowed.</summary>
    public static bool TryParse(string? text, out decimal value) => TypedNumber.TryParse(text, out value);
}
