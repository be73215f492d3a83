using System.Text.Json.Serialization;
using TradingCore.Domain;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>What is kept of money as settings: one document for each account and day, each account's cash, each rate of a day.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DayDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(UnitDocument))]
[JsonSerializable(typeof(CashDocument))]
[JsonSerializable(typeof(CashMoved))]
[JsonSerializable(typeof(TieOutDocument))]
internal sealed partial class MoneyJson : JsonSerializerContext;

/// <summary>Ledger of an account's day. <c>Figures</c> are those when it was last stored; the present ones are made of the fills.</summary>
/// <remarks><c>Notes</c> are the newest of the reasons why it changed after it was over, <c>Changes</c> how many there were.</remarks>
internal sealed record DayDocument(
    DateOnly Day, string Base, decimal StartEquity, string StartSource, decimal? Peak, decimal NetDeposits, IReadOnlyList<StartDocument> Starts, FiguresDocument Figures,
    IReadOnlyList<string>? Notes = null, int Changes = 0)
{
    private const int NotesMax = 5;

    /// <summary>With a reason more.</summary>
    public DayDocument Noted(string note) => this with { Notes = [.. (Notes ?? []).Append(note).TakeLast(NotesMax)], Changes = Changes + 1 };

    /// <summary>The reasons as one text.</summary>
    public string Note => Notes is not { Count: > 0 } notes ? ""
        : $"{(Changes > notes.Count ? $"Changed {Changes} times after the day, the newest: " : "")}{string.Join(' ', notes)}";
}

/// <summary>A position when the day began.</summary>
internal sealed record StartDocument(int ConId, decimal Value, string Source, decimal Carried);

/// <summary>Figures of a day in the base currency.</summary>
internal sealed record FiguresDocument(decimal Equity, decimal Realized, decimal Unrealized, decimal Fees, decimal DayPnl, string Missing, DateTimeOffset Time);

/// <summary>A rate of a day.</summary>
internal sealed record RateDocument(decimal Rate, string Source, DateTimeOffset Time);

/// <summary>Cash of an account by currency.</summary>
internal sealed record CashDocument(IReadOnlyDictionary<string, decimal> Amounts);

/// <summary>Cash that came or went without a trade.</summary>
internal sealed record CashMoved(string Currency, decimal Amount, string Cause, DateTimeOffset Time, AdjustmentKind Kind = AdjustmentKind.None);

/// <summary>A comparison with the broker that stops new orders.</summary>
internal sealed record TieOutDocument(string Account, TieOutKind Kind, int ConId, string Ticker, string Currency, decimal Ours, decimal Brokers, decimal Tolerance, DateTimeOffset? Since, DateTimeOffset? BrokerTime)
{
    public static string Write(TieOutItem item) => System.Text.Json.JsonSerializer.Serialize(
        new TieOutDocument(item.Account.Value, item.Kind, item.ConId.Value, item.Ticker, item.Currency, item.Ours ?? 0m, item.Brokers ?? 0m, item.Tolerance, item.Since, item.BrokerTime), MoneyJson.Default.TieOutDocument);

    public TieOutItem ToItem() => new()
    {
        Account = new AccountId(Account),
        Kind = Kind,
        ConId = new ConId(ConId),
        Ticker = Ticker,
        Currency = Currency,
        Ours = Ours,
        Brokers = Brokers,
        Tolerance = Tolerance,
        Since = Since,
        BrokerTime = BrokerTime,
        State = TieOutState.Halted,
    };
}

/// <summary>In which unit the prices of a contract are told, where it became known after something was booked.</summary>
internal sealed record UnitDocument(decimal Multiplier, int PriceMagnifier);

/// <summary>Keys of the documents.</summary>
internal static class MoneyKeys
{
    public const string Day = "money-day:";
    public const string Rate = "money-rate:";
    public const string Cash = "money-cash:";
    public const string Moved = "money-moved:";
    public const string Unit = "money-unit:";
    public const string Cause = "fill-cause:";
    public const string Correction = "fill-correction:";
    public const string Halt = "tie-out-halt:";
    public const string Liquidation = "liquidation";

    public static string OfDay(AccountId account, DateOnly day) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Day}{account}:{day:yyyy-MM-dd}");

    public static string OfRate(ExchangeRate rate) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Rate}{rate.From}:{rate.To}:{rate.Day:yyyy-MM-dd}");

    public static string OfMoved(AccountId account, DateTimeOffset time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Moved}{account}:{time.UtcTicks}");

    public static string OfHalt(TieOutItem item) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Halt}{item.Account}:{item.Kind}:{item.ConId.Value}:{item.Currency}");

    public static DateOnly DateOf(string key) => DateOnly.ParseExact(key[^10..], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
