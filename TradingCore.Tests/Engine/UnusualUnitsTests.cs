using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Tws.Mapping;
using TwsProtocol.Contracts;
using DomainContract = TradingCore.Domain.Contract;
using WireContract = TwsProtocol.Contracts.Contract;

namespace TradingCore.Tests.Engine;

/// <summary>Contracts whose multiplier, price or size is not a whole number: every figure is exact. The expected ones are worked out by hand.</summary>
public sealed class UnusualUnitsTests
{
    // Two purchases a and b, both sold at c; commission of each trade. Cost, average, profit before and after commission.
    [Theory]
    [InlineData("mini option", "OPT", "10", 1, "0.01", "1", "3@1.35,4@1.42", "1.07", "0.35", "97.3", "1.39", "-22.4", "-23.45")]
    [InlineData("cents", "FUT", "5000", 100, "0.25", "1", "2@450.25,1@451.50", "449.75", "2.05", "67600", "450.666666666666666667", "-137.5", "-143.65")]
    [InlineData("pence", "STK", "", 100, "0.05", "1", "333@412.35,667@412.40", "412.45", "0", "4123.8335", "412.38335", "0.6665", "0.6665")]
    [InlineData("micro future", "FUT", "0.1", 1, "0.5", "1", "3@101250.5,7@99999.5", "100500", "0.62", "100374.8", "100374.8", "125.2", "123.34")]
    [InlineData("currencies", "CASH", "", 1, "0.00005", "0.01", "25000.37@1.08455,1000000@1.08460", "1.0847", "2", "1111714.1512835", "1.084598780470196318", "103.7500555", "97.7500555")]
    [InlineData("crypto", "CRYPTO", "", 1, "0.01", "0.00000001", "0.00000001@64321.99,1.23456789@64322.01", "64330.17", "0.00000643", "79409.8888094788", "64322.009999999837999999", "10.0740740642", "10.0740547742")]
    [InlineData("fraction of a share", "STK", "", 1, "0.01", "0.0001", "0.3333@187.31,0.6667@187.33", "187.4", "0.01", "187.323334", "187.323334", "0.076666", "0.046666")]
    public void Notional_cost_average_profit_commission_and_the_comparison_with_the_broker_are_exact(string name, string type, string multiplier, int magnifier, string tick, string step, string buys, string sale, string fee, string cost, string average, string gross, string net)
    {
        Desk desk = Desk.Ready(risk: r => { r.OrderQuantityMax = r.OrderQuantityMaxForex = 10_000_000m; r.OrderNotionalMax = 10_000_000m; r.PositionMax = r.PositionMaxForex = 10_000_000m; }, equity: 100_000_000m);
        (decimal Quantity, decimal Price)[] bought = [.. buys.Split(',').Select(b => (Number(b.Split('@')[0]), Number(b.Split('@')[1])))];
        decimal total = bought.Sum(b => b.Quantity), commission = Number(fee);
        var wire = new WireContract { ConId = 4_711, Symbol = "EUR", SecType = type, LocalSymbol = "X1", Exchange = "SMART", Currency = "USD", Multiplier = multiplier, LastTradeDateOrContractMonth = type is "OPT" or "FUT" ? "20260618" : "", Strike = type == "OPT" ? 100 : 0, Right = type == "OPT" ? "C" : "" };
        Instrument instrument = ContractMap.ToInstrument(new ContractDetails { Contract = wire, MinTick = (double)Number(tick), PriceMagnifier = magnifier, MinSize = Number(step), SizeIncrement = Number(step) }, "", []);
        var add = new AddToWatchlist(new ContractQuery("X", instrument.Contract.SecurityType)) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, instrument) { Time = desk.Now });
        foreach ((TickField field, decimal value) in new[] { (TickField.DataType, (decimal)MarketDataType.Live), (TickField.Bid, bought[0].Price), (TickField.Ask, bought[0].Price + Number(tick)), (TickField.Last, bought[0].Price) })
            desk.Apply(new MarketTick(instrument.Contract.ConId, field, value, 10m, desk.Now));

        PreviewResult preview = desk.Previewed(new OrderSpec { Ticker = instrument.Contract.Ticker, Side = OrderSide.Buy, Quantity = bought[0].Quantity, Type = OrderType.Limit, LimitPrice = bought[0].Price });
        for (int i = 0; i < bought.Length; i++) Trade(desk, instrument.Contract, $"b{i}.01", OrderSide.Buy, bought[i].Quantity, bought[i].Price, commission);
        // As the broker tells it: the whole cost of one, commission included, as a binary number.
        double told = (double)((Number(cost) + commission * bought.Length) / total);
        desk.Apply(new BrokerPositionReceived(Desk.Account, instrument.Contract, total, WireNumber.ToDecimalOrZero(told) / instrument.Contract.Multiplier) { Time = desk.Now });
        desk.Wait(TimeSpan.FromSeconds(1));
        Position held = Held(desk, instrument);
        TieOutItem compared = desk.Core.State.TieOut.Snapshot.Single(t => t.Kind == TieOutKind.AverageCost && t.ConId == instrument.Contract.ConId);
        Trade(desk, instrument.Contract, "s.01", OrderSide.Sell, total, Number(sale), commission);
        desk.Wait(TimeSpan.FromSeconds(1));
        Position closed = Held(desk, instrument);

        Assert.True(preview.Notional == bought[0].Quantity * bought[0].Price * instrument.Contract.Multiplier, $"{name}: {preview.Notional}");
        Assert.DoesNotContain(preview.Verdict.Failures, f => f.Code is "R05" or "R06" or "R07");
        Assert.Equal((total, decimal.Round(Number(average), 15)), (held.Quantity, decimal.Round(held.AveragePrice, 15)));
        Assert.Equal(Number(cost), decimal.Round(held.AveragePrice * held.Quantity * instrument.Contract.Multiplier, 12));
        Assert.Equal((Number(gross), Number(net), commission * 3m), (closed.RealizedPnl, closed.RealizedNetPnl, closed.Commission));
        Assert.Equal(0m, closed.Quantity);
        Assert.Equal((TieOutState.Agrees, 0m), (compared.State, compared.DifferenceCents));
    }

    private static void Trade(Desk desk, DomainContract contract, string execId, OrderSide side, decimal quantity, decimal price, decimal commission)
    {
        Order foreign = new() { OrderRef = new OrderRef(""), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = contract, Side = side };
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Apply(new ExecutionReceived(Desk.FillOf(foreign, execId, quantity, price, desk.Now), IsReplay: false) { Time = desk.Now });
        desk.Apply(new CommissionReceived(new ExecId(execId), WireNumber.ToDecimalOrZero((double)commission), "USD", null) { Time = desk.Now });
    }

    private static Position Held(Desk desk, Instrument instrument) => desk.Seen.Positions.Single(p => p.Contract.ConId == instrument.Contract.ConId);

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
