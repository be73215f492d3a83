using TradingCore.Domain;
using TradingCore.Risk.Form;

namespace TradingCore.Tests.Risk;

/// <summary>
/// Every order type with every time in force, every attribute and every kind of product, held against tables that are written down here by hand from the
/// broker's descriptions: what a table leaves out is refused with a sentence about that field, everything else passes.
/// </summary>
public sealed class OrderRuleMatrixTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    private const string All = "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MOC|LOC|MIDPRICE|REL|PEG MID";

    // Code 111 and 113: the type and the time in force go together.
    private static readonly Dictionary<string, string> Tifs = new()
    {
        ["MKT"] = "DAY GTC IOC GTD FOK OPG",
        ["LMT"] = "DAY GTC IOC GTD FOK OPG",
        ["STP"] = "DAY GTC GTD",
        ["STP LMT"] = "DAY GTC GTD",
        ["TRAIL"] = "DAY GTC GTD",
        ["TRAIL LIMIT"] = "DAY GTC GTD",
        ["MIT"] = "DAY GTC GTD",
        ["LIT"] = "DAY GTC GTD",
        ["MOC"] = "DAY",
        ["LOC"] = "DAY",
        ["MIDPRICE"] = "DAY",
        ["REL"] = "DAY GTC GTD",
        ["PEG MID"] = "DAY GTC GTD",
    };

    // Code 387: the type and the product.
    private static readonly Dictionary<SecurityType, string> Types = new()
    {
        [SecurityType.Stock] = All,
        [SecurityType.Option] = "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|REL|PEG MID",
        [SecurityType.Future] = "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MOC|LOC",
        [SecurityType.Forex] = "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT",
        [SecurityType.Crypto] = "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT",
        [SecurityType.Combo] = "MKT|LMT",
    };

    private static readonly Dictionary<SecurityType, string> TifsOfProduct = new()
    {
        [SecurityType.Stock] = "DAY GTC IOC GTD FOK OPG",
        [SecurityType.Option] = "DAY GTC IOC GTD FOK OPG",
        [SecurityType.Future] = "DAY GTC IOC GTD FOK OPG",
        [SecurityType.Forex] = "DAY GTC IOC GTD FOK",
        [SecurityType.Crypto] = "DAY GTC IOC GTD FOK",
        [SecurityType.Combo] = "DAY GTC IOC",
    };

    // Name, what it is set to, types, times in force, products that it goes with.
    private static readonly Attribute[] Attributes =
    [
        new("nothing", a => a, All, "DAY GTC IOC GTD FOK OPG", "STK OPT FUT CASH CRYPTO BAG"),
        new("hidden", a => a with { Hidden = true }, "LMT|STP LMT|TRAIL LIMIT|LIT", "DAY GTC IOC GTD FOK", "STK OPT FUT CASH CRYPTO"),
        new("displaySize", a => a with { DisplaySize = 10m }, "LMT|STP LMT|TRAIL LIMIT|LIT|LOC", "DAY GTC GTD OPG", "STK OPT FUT CASH CRYPTO"),
        new("allOrNone", a => a with { AllOrNone = true }, "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MIDPRICE|REL|PEG MID", "DAY GTC GTD", "STK OPT FUT CASH CRYPTO"),
        new("minQuantity", a => a with { MinQuantity = 10m }, "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MIDPRICE|REL|PEG MID", "DAY GTC IOC GTD FOK", "STK OPT FUT CASH CRYPTO"),
        new("sweepToFill", a => a with { SweepToFill = true }, "MKT|LMT", "DAY GTC IOC GTD FOK OPG", "STK"),
        new("cashQuantity", a => a with { CashQuantity = 5_000m }, "MKT|LMT", "DAY GTC IOC GTD FOK OPG", "STK CASH CRYPTO"),
        new("goodAfter", a => a with { GoodAfter = Now.AddMinutes(5) }, All, "DAY GTC GTD", "STK OPT FUT CASH CRYPTO BAG"),
        new("ocaGroup", a => a with { OcaGroup = "g", OcaType = OcaType.CancelWithBlock }, All, "DAY GTC GTD OPG", "STK OPT FUT CASH CRYPTO BAG"),
        new("conditions", a => a with { Conditions = new OrderConditions([new PriceCondition(true, new ConId(756733), "SMART", true, 430m)]) }, "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MIDPRICE|REL|PEG MID", "DAY GTC GTD", "STK OPT FUT CASH CRYPTO BAG"),
        new("algo", a => a with { Algo = new OrderAlgo("Vwap", [new AlgoParameter("maxPctVol", "0.1")]) }, "MKT|LMT", "DAY GTC", "STK OPT FUT"),
        new("outsideRth", a => a, "MKT|LMT|STP|STP LMT|TRAIL|TRAIL LIMIT|MIT|LIT|MIDPRICE|REL|PEG MID", "DAY GTC IOC GTD FOK", "STK OPT FUT CASH CRYPTO BAG"),
    ];

    // Pairs of attributes that exclude each other: 157 and the like.
    private static readonly (string, string)[] Excluding =
    [
        ("hidden", "displaySize"), ("displaySize", "allOrNone"), ("allOrNone", "minQuantity"),
        ("cashQuantity", "displaySize"), ("cashQuantity", "allOrNone"), ("cashQuantity", "minQuantity"), ("cashQuantity", "sweepToFill"),
        ("algo", "hidden"), ("algo", "displaySize"), ("algo", "allOrNone"), ("algo", "minQuantity"), ("algo", "sweepToFill"),
    ];

    [Fact]
    public void Every_type_time_in_force_attribute_and_product_is_taken_or_refused_as_the_tables_say()
    {
        int judged = 0;
        foreach (OrderType type in OrderTypes.All)
            foreach (TimeInForce tif in TimesInForce.All)
                foreach (SecurityType product in Types.Keys)
                    foreach (Attribute attribute in Attributes)
                    {
                        judged++;
                        AssertAgrees(type, tif, product, attribute);
                    }
        Assert.Equal(13 * 6 * 6 * 12, judged);
    }

    [Fact]
    public void Attributes_that_exclude_each_other_are_refused_together()
    {
        Attribute[] all = [.. Attributes.Where(a => a.Name is not ("nothing" or "outsideRth"))];
        foreach (Attribute one in all)
            foreach (Attribute other in all.Where(o => string.CompareOrdinal(o.Name, one.Name) > 0))
            {
                OrderSpec spec = Spec(OrderType.Limit, TimeInForce.Day, [one, other]);
                IReadOnlyList<OrderFault> faults = OrderRules.Check(spec, Of(SecurityType.Stock), Now);
                bool isExcluding = Excluding.Any(e => e == (one.Name, other.Name) || e == (other.Name, one.Name));
                Assert.True(isExcluding == faults.Count > 0, $"{one.Name} with {other.Name}: {Text(faults)}");
                AssertSentences(faults);
            }
    }

    [Theory]
    [InlineData(OrderSide.Buy, 5, false, false)]   // 10289: a purchase at market is sized in money
    [InlineData(OrderSide.Buy, 0, true, true)]
    [InlineData(OrderSide.Sell, 5, false, true)]
    [InlineData(OrderSide.Buy, 5, true, false)]    // 10293: and then has no quantity
    public void Crypto_currency_is_bought_at_market_by_amount(OrderSide side, int quantity, bool hasCash, bool isTaken)
    {
        OrderSpec spec = Spec(OrderType.Market, TimeInForce.Day, []) with { Side = side, Quantity = quantity, Attributes = new OrderAttributes { CashQuantity = hasCash ? 500m : null } };

        IReadOnlyList<OrderFault> faults = OrderRules.Check(spec, Of(SecurityType.Crypto), Now);

        Assert.Equal(isTaken, faults.Count == 0);
        AssertSentences(faults);
    }

    [Fact]
    public void What_the_details_of_a_contract_leave_out_is_refused_by_name()
    {
        // As the broker told them of the future ES.
        const string Es = "ACTIVETIM,AD,ADJUST,ALERT,ALGO,ALLOC,AVGCOST,BASKET,BENCHPX,COND,CONDORDER,DAY,DEACT,DEACTDIS,DEACTEOD,GAT,GTC,GTD,GTT,HID,ICE,IOC,LIT,LMT,LTH,MIT,MKT,MTL,NGCOMB,NONALGO,OCA,PEGBENCH,SCALE,SCALERST,SNAPMID,SNAPMKT,SNAPREL,STP,STPLMT,TRAIL,TRAILLIT,TRAILLMT,TRAILMIT,WHATIF";
        Instrument es = Of(SecurityType.Future) with { OrderTypes = Es.Split(',') };

        string[] Refused(OrderType type, TimeInForce tif, string attribute = "nothing") =>
            [.. OrderRules.Check(Spec(type, tif, [Attributes.Single(a => a.Name == attribute)]), es, Now).Select(f => f.Field)];

        Assert.Empty(Refused(OrderType.Limit, TimeInForce.Ioc));
        Assert.Empty(Refused(OrderType.Limit, TimeInForce.Day, "hidden"));
        Assert.Empty(Refused(OrderType.StopLimit, TimeInForce.Gtd, "displaySize"));
        Assert.Empty(Refused(OrderType.Limit, TimeInForce.Day, "conditions"));
        Assert.Equal(["tif"], Refused(OrderType.Limit, TimeInForce.Fok));
        Assert.Equal(["tif"], Refused(OrderType.Market, TimeInForce.Opg));
        Assert.Equal(["allOrNone"], Refused(OrderType.Limit, TimeInForce.Day, "allOrNone"));
        Assert.Equal(["type"], Refused(OrderType.MarketOnClose, TimeInForce.Day));
    }

    private static void AssertAgrees(OrderType type, TimeInForce tif, SecurityType product, Attribute attribute)
    {
        string code = type.Code(), kind = SecurityTypes.Code(product);
        bool isTaken = Has(Tifs[code], ' ', tif.Code()) && Has(Types[product], '|', code) && Has(TifsOfProduct[product], ' ', tif.Code())
            && Has(attribute.Types, '|', code) && Has(attribute.Tifs, ' ', tif.Code()) && Has(attribute.Products, ' ', kind)
            && !(product == SecurityType.Crypto && code == "MKT" && attribute.Name != "cashQuantity");
        OrderSpec spec = Spec(type, tif, [attribute], product);

        IReadOnlyList<OrderFault> faults = OrderRules.Check(spec, Of(product), Now);

        Assert.True(isTaken == (faults.Count == 0), $"{kind} {code} {tif.Code()} with {attribute.Name} should be {(isTaken ? "taken" : "refused")}: {Text(faults)}");
        AssertSentences(faults);
    }

    private static OrderSpec Spec(OrderType type, TimeInForce tif, IReadOnlyList<Attribute> attributes, SecurityType product = SecurityType.Stock)
    {
        OrderSpec whole = OrderRulesTests.Whole(type) with { Side = OrderSide.Buy, Tif = tif };
        OrderAttributes values = tif == TimeInForce.Gtd ? whole.Attributes with { GoodTill = Now.AddHours(1) } : whole.Attributes;
        foreach (Attribute attribute in attributes) values = attribute.Set(values);
        return whole with
        {
            Attributes = values,
            Quantity = values.CashQuantity is null ? 100m : 0m,
            OutsideRth = attributes.Any(a => a.Name == "outsideRth"),
            Legs = product == SecurityType.Combo ? new ComboLegs([new ComboLeg(new ConId(1), "SPY", 1, OrderSide.Buy), new ComboLeg(new ConId(2), "QQQ", 1, OrderSide.Sell)]) : null,
        };
    }

    private static Instrument Of(SecurityType product) => new() { Contract = new Contract { ConId = new ConId(1), Ticker = "X", Symbol = "X", SecurityType = product } };

    private static bool Has(string list, char separator, string code) => list.Split(separator).Contains(code);

    private static string Text(IEnumerable<OrderFault> faults) => string.Join("; ", faults.Select(f => $"{f.Field}: {f.Finding}"));

    // A refusal says which field, what is wrong and what to do.
    private static void AssertSentences(IReadOnlyList<OrderFault> faults) => Assert.All(faults, f =>
        Assert.True(f.Field.Length > 0 && f.Finding.Split(' ').Length >= 4 && char.IsUpper(f.Finding[0]) && f.Advice.EndsWith('.') && char.IsUpper(f.Advice[0]), $"{f}"));

    private sealed record Attribute(string Name, Func<OrderAttributes, OrderAttributes> Set, string Types, string Tifs, string Products);
}
