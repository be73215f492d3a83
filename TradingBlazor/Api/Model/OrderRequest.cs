using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>What to trade.</summary>
/// <remarks>The fields of <see cref="OrderAttributesDto"/> stand beside these.</remarks>
/// <param name="Symbol">Name of the contract, as in the watchlist. <example>SPY</example></param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Quantity">Shares or contracts, above 0; left out when <c>cashQuantity</c> says the size. <example>100</example></param>
/// <param name="Type"><c>MKT</c>, <c>LMT</c>, <c>STP</c>, <c>STP LMT</c>, <c>TRAIL</c>, <c>TRAIL LIMIT</c>, <c>MIT</c>, <c>LIT</c>, <c>MOC</c>, <c>LOC</c>, <c>MIDPRICE</c>, <c>REL</c> or <c>PEG MID</c>; at the open: <c>MKT</c> or <c>LMT</c> with <c>OPG</c>. <example>LMT</example></param>
/// <param name="LimitPrice">Limit price, or the cap of <c>MIDPRICE</c>, <c>REL</c> and <c>PEG MID</c>. <example>412.34</example></param>
/// <param name="StopPrice">Trigger price; of a trailing type the first one.</param>
/// <param name="Tif"><c>DAY</c>, <c>GTC</c>, <c>GTD</c>, <c>IOC</c>, <c>FOK</c> or <c>OPG</c>; <c>DAY</c> when left out. <example>DAY</example></param>
/// <param name="OutsideRth">True: may trigger and fill outside regular trading hours.</param>
/// <param name="Account">Account; the first one of the login when left out.</param>
/// <param name="TrailAmount">Distance of a trailing stop from the market.</param>
/// <param name="TrailPercent">The same in percent.</param>
/// <param name="Offset">Distance of the limit from the stop of <c>TRAIL LIMIT</c>; offset of <c>REL</c> and <c>PEG MID</c>.</param>
/// <param name="GoodTill">End of a <c>GTD</c> order.</param>
/// <param name="GoodAfter">The order does not work before.</param>
/// <param name="Hidden">Not shown in the book.</param>
/// <param name="DisplaySize">Size shown at a time (iceberg).</param>
/// <param name="AllOrNone">Fills in one piece.</param>
/// <param name="MinQuantity">Smallest first fill.</param>
/// <param name="SweepToFill">Takes the best prices of all exchanges at once.</param>
/// <param name="CashQuantity">Size in money, instead of a quantity.</param>
/// <param name="OcaGroup">Name of the one-cancels-all group.</param>
/// <param name="OcaType">1 cancels the others, 2 and 3 reduce them, 3 without holding them back.</param>
/// <param name="ParentId">Id in this system of the order that must fill first.</param>
/// <param name="Algo">Algorithm of the broker.</param>
/// <param name="Conditions">What must happen first, or what cancels it.</param>
/// <param name="IfOffline"><c>reject</c> or <c>queue</c>: what becomes of it while the gateway is away; <c>reject</c> when left out.</param>
/// <param name="QueueSeconds">How long it may wait for the gateway, 1 to 86,400; the setting <c>Trading:QueueExpiry</c> when left out.</param>
/// <param name="Intent">Name of what the order is for: while an order of the same intent is not final, no other one leaves.</param>
/// <param name="Bracket">Exits that are sent with it.</param>
/// <param name="FaGroup">Group of an advisor's accounts among which the broker divides it, instead of an account.</param>
/// <param name="FaMethod">How it is divided; the group's own method when left out.</param>
/// <param name="FaPercentage">Percentage of the method <c>PctChange</c>, which is refused: the broker would make the size of what each account holds.</param>
/// <param name="Legs">Legs of a combination, instead of <c>symbol</c>; <c>limitPrice</c> is then the net price and may be zero or below.</param>
/// <param name="Confirmed">True: a person has confirmed by typing that an unusual size, or a short sale that needs a locate, is meant.</param>
/// <param name="MayTriggerNow">True: a stop that would trigger at once is meant.</param>
/// <param name="Strategy">Name of the strategy that decided: its own limits count, and <c>POST /api/v1/risk/strategies/{name}/heartbeat</c> must say that it lives (R39). Left out for a person. <example>mean-reversion</example></param>
public sealed record OrderRequest(
    string Symbol, string Side, decimal? Quantity, string Type, decimal? LimitPrice = null, decimal? StopPrice = null,
    string? Tif = null, bool? OutsideRth = null, string? Account = null,
    decimal? TrailAmount = null, decimal? TrailPercent = null, decimal? Offset = null, DateTimeOffset? GoodTill = null, DateTimeOffset? GoodAfter = null,
    bool? Hidden = null, decimal? DisplaySize = null, bool? AllOrNone = null, decimal? MinQuantity = null, bool? SweepToFill = null, decimal? CashQuantity = null,
    string? OcaGroup = null, int? OcaType = null, string? ParentId = null, OrderAlgoDto? Algo = null, OrderConditionsDto? Conditions = null,
    string? IfOffline = null, int? QueueSeconds = null, string? Intent = null, BracketDto? Bracket = null, string? FaGroup = null, string? FaMethod = null, string? FaPercentage = null, IReadOnlyList<ComboLegDto>? Legs = null,
    bool? Confirmed = null, bool? MayTriggerNow = null, string? Strategy = null)
{
    private const int QueueSecondsMax = 86_400;
    private static readonly string NameRule = $"Expected up to {CorrelationId.LengthMax} letters, digits, points, dashes and underscores.";

    /// <summary>What to say of a text that cannot be the name of a strategy.</summary>
    internal static string NotAStrategy(string text) => $"'{text}' is not the name of a strategy. {NameRule}";

    /// <summary>Reads the fields; the result counts only when <see cref="JsonFields.Problem"/> finds nothing.</summary>
    internal static OrderSpec Read(JsonFields fields)
    {
        ComboLegs? legs = ComboLegDto.Read(fields);
        string? symbol = fields.Text("symbol", "the name of a contract, such as \"SPY\"", isRequired: legs is null);
        if (legs is not null && symbol is not null) fields.Add("symbol", "'symbol' does not belong to a combination: its legs say what is traded. Leave it out.");
        OrderSide? side = fields.Choice("side", Terms.Sides, isRequired: true);
        decimal? quantity = fields.Number("quantity", "a number above 0, such as 100");
        OrderType? type = fields.Choice("type", Terms.Types, isRequired: true);
        decimal? limit = fields.Number("limitPrice", "a price, such as 412.34");
        decimal? stop = fields.Number("stopPrice", "a price, such as 412.34");
        TimeInForce? tif = fields.Choice("tif", Terms.Tifs);
        bool? outside = fields.Flag("outsideRth");
        bool confirmed = fields.Flag("confirmed") ?? false, mayTriggerNow = fields.Flag("mayTriggerNow") ?? false;
        string? account = fields.Account("account");
        OrderAttributes attributes = OrderAttributesDto.Read(fields);
        if (account is not null && attributes.FaGroup.Length > 0) fields.Add("faGroup", "'faGroup' and 'account' are both there. An order is for one account or for one group.");
        if (attributes.FaGroup.Length == 0 && (attributes.FaMethod.Length > 0 || attributes.FaPercentage.Length > 0)) fields.Add("faGroup", "'faMethod' and 'faPercentage' belong to a 'faGroup', which is missing.");
        OfflineChoice? offline = fields.Choice("ifOffline", Terms.OfflineChoices);
        int? queueSeconds = fields.Whole("queueSeconds", 1, QueueSecondsMax);
        string? intent = fields.Text("intent", "a name, such as \"rebalance-7\"");
        string? strategy = fields.Text("strategy", "a name, such as \"mean-reversion\"");
        BracketSpec? bracket = BracketDto.Read(fields);

        if (quantity <= 0m) fields.Add("quantity", $"'quantity' is {quantity}. Expected a number above 0.");
        if (quantity is null && attributes.CashQuantity is null && !fields.IsWrong("quantity")) fields.Add("quantity", "'quantity' is missing. Expected a number above 0, such as 100, or 'cashQuantity'.");
        if (queueSeconds is not null && offline != OfflineChoice.Queue) fields.Add("queueSeconds", "'queueSeconds' says how long to wait in the queue. Give 'ifOffline' as 'queue' with it.");
        if (intent is not null && !CorrelationId.IsValid(intent)) fields.Add("intent", $"'intent' is not a name. {NameRule}");
        if (strategy is not null && !CorrelationId.IsValid(strategy)) fields.Add("strategy", NotAStrategy(strategy));
        if (type is { } known)
        {
            OrderTypeTraits traits = known.Traits();
            Check("limitPrice", limit, traits.Limit, known);
            Check("stopPrice", stop, traits.Stop, known);
            Check("offset", attributes.Offset, traits.Offset, known);
        }
        return new OrderSpec
        {
            Ticker = legs?.Name ?? symbol?.ToUpperInvariant() ?? "",
            Side = side ?? default,
            Quantity = quantity ?? 0m,
            Type = type ?? default,
            LimitPrice = limit,
            StopPrice = stop,
            Tif = tif ?? TimeInForce.Day,
            OutsideRth = outside ?? false,
            Attributes = attributes,
            Account = account,
            IfOffline = offline ?? OfflineChoice.Reject,
            QueueFor = queueSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Intent = intent ?? "",
            Bracket = bracket,
            Legs = legs,
            IsConfirmed = confirmed,
            MayTriggerNow = mayTriggerNow,
            Strategy = strategy ?? "",
        };

        void Check(string name, decimal? value, Need need, OrderType of)
        {
            if (need == Need.Required && value is null) fields.Add(name, $"'{name}' is missing. A {Terms.Name(of)} order needs it.");
            if (need == Need.No && value is not null) fields.Add(name, $"'{name}' does not belong to a {Terms.Name(of)} order. Leave it out, or choose another type.");
        }
    }
}
