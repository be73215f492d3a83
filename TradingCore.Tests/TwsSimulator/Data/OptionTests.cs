using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Data;

/// <summary>The option chain of one underlying: definitions, quotes with greeks, history and calculations, over a real socket.</summary>
public sealed class OptionTests : IAsyncLifetime
{
    private const int SpyId = 756733;
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;
    private int _strike;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        _client.Send(new ReqMktData(10, SimulatorClient.Spy, Snapshot: true));
        _strike = (int)(await _client.NextAsync<TickPrice>(t => t.TickType == TickType.Last)).Price;
        await _client.NextAsync<TickSnapshotEnd>();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task The_chain_told_by_its_parameters_is_the_one_the_contract_details_list()
    {
        _client.Send(new ReqSecDefOptParams(20, "SPY", "", "STK", SpyId));
        await _client.NextAsync<SecurityDefinitionOptionParameterEnd>();
        SecurityDefinitionOptionParameter smart = _client.Seen.OfType<SecurityDefinitionOptionParameter>().Single(p => p.Exchange == "SMART");
        _client.Send(new ReqContractDetails(21, Option() with { Strike = 0, Right = "", LastTradeDateOrContractMonth = smart.Expirations[0] }));
        await _client.NextAsync<ContractDataEnd>();
        Contract[] listed = [.. _client.Seen.OfType<ContractData>().Select(d => d.ContractDetails.Contract)];
        _client.Send(new ReqContractDetails(23, Option() with { Strike = 0, Right = "", LastTradeDateOrContractMonth = "" }));
        await _client.NextAsync<ContractDataEnd>(e => e.ReqId == 23);
        Assert.Equal(smart.Strikes.Count * 2 * smart.Expirations.Count, _client.Seen.OfType<ContractData>().Count(d => d.ReqId == 23));
        _client.Send(new ReqSecDefOptParams(22, "SPY", "", "STK", 1));

        Assert.Equal("100", smart.Multiplier);
        Assert.InRange(smart.Expirations.Count, 5, 8);
        Assert.Equal(smart.Strikes.Count * 2, listed.Length);
        Assert.Equal(smart.Strikes, listed.Select(c => c.Strike).Distinct().Order());
        Assert.Equal($"SPY   250613C00{_strike}000", listed.Single(c => c.Strike == _strike && c.Right == "C").LocalSymbol);
        Assert.Equal(321, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 22)).ErrorCode);
    }

    [Fact]
    public async Task A_symbol_without_a_type_means_the_stock_and_a_description_of_many_options_is_ambiguous()
    {
        _client.Send(new ReqContractDetails(20, new Contract { Symbol = "SPY", Currency = "USD" }));
        await _client.NextAsync<ContractDataEnd>();
        _client.Send(new ReqMktData(21, Option() with { Strike = 0 }));

        Assert.Single(_client.Seen.OfType<ContractData>());
        Assert.Equal(200, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 21)).ErrorCode);
    }

    [Theory]
    [InlineData("C", 1)]
    [InlineData("P", -1)]
    public async Task Quotes_come_with_greeks_that_fit_the_price_and_the_side(string right, int sign)
    {
        _client.Send(new ReqMktData(20, Option() with { Right = right }));
        List<IResponse> image = await _client.SyncAsync();
        _clock.Advance(TimeSpan.FromSeconds(20));
        List<IResponse> changes = await _client.SyncAsync();

        double bid = image.OfType<TickPrice>().Single(t => t.TickType == TickType.Bid).Price, ask = image.OfType<TickPrice>().Single(t => t.TickType == TickType.Ask).Price;
        TickOptionComputation model = image.OfType<TickOptionComputation>().Single(t => t.TickType == TickType.ModelOption);
        Assert.InRange(model.OptPrice!.Value, bid - 0.01, ask + 0.01);
        Assert.InRange(model.Delta!.Value * sign, 0, 1);
        Assert.True(model is { Gamma: > 0, Vega: > 0, Theta: < 0, ImpliedVol: > 0.04 and < 1, UndPrice: > 0 });
        TickOptionComputation atBid = image.OfType<TickOptionComputation>().Single(t => t.TickType == TickType.BidOption), atAsk = image.OfType<TickOptionComputation>().Single(t => t.TickType == TickType.AskOption);
        Assert.True(atBid.ImpliedVol < atAsk.ImpliedVol);
        Assert.Contains(changes, m => m is TickOptionComputation { TickType: TickType.ModelOption });
        Assert.Contains(changes, m => m is TickPrice { TickType: TickType.Bid });
    }

    [Fact]
    public async Task Put_and_call_of_one_strike_differ_by_the_forward()
    {
        double call = await ModelAsync(20, "C", _strike + 10), put = await ModelAsync(21, "P", _strike + 10);
        double under = _client.Seen.OfType<TickOptionComputation>().Last().UndPrice!.Value;
        double years = (new DateTimeOffset(2025, 6, 20, 20, 0, 0, TimeSpan.Zero) - Given.Morning).TotalDays / 365;

        // Parity with the documented rate of 4.5 % and yield of 1.3 %.
        Assert.Equal((under * Math.Exp(-0.013 * years)) - ((_strike + 10) * Math.Exp(-0.045 * years)), call - put, 0.001);
    }

    [Fact]
    public async Task A_calculation_of_price_and_one_of_volatility_undo_each_other()
    {
        _client.Send(new CalculateOptionPrice(20, Option(), 0.2, _strike + 1));
        TickOptionComputation price = await _client.NextAsync<TickOptionComputation>();
        _client.Send(new CalculateImpliedVolatility(21, Option(), price.OptPrice!.Value, _strike + 1));
        TickOptionComputation volatility = await _client.NextAsync<TickOptionComputation>();
        _client.Send(new CalculateImpliedVolatility(22, Option(), 500, _strike + 1));
        _client.Send(new CalculateImpliedVolatility(23, SimulatorClient.Spy, 1, _strike + 1));

        Assert.Equal(TickType.CustOptionComputation, price.TickType);
        Assert.Equal(0.2, volatility.ImpliedVol!.Value, 0.0001);
        Assert.Equal(321, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 22)).ErrorCode);
        Assert.Equal(200, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 23)).ErrorCode);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("P")]
    public async Task Live_trades_of_an_option_add_up_to_its_historical_bars(string right)
    {
        Contract option = Option() with { Right = right };
        _client.Send(new ReqTickByTickData(20, option, "Last"));
        await _client.SyncAsync();
        for (int i = 0; i < 120; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await _client.SyncAsync();
        }

        TickByTickAllLast[] trades = [.. _client.Seen.OfType<TickByTickAllLast>()];
        _client.Send(new ReqHistoricalData(21, option, "", "60 S", "1 min", "TRADES", false, 2));
        HistoricalBar bar = Assert.Single((await _client.NextAsync<HistoricalData>()).Bars);

        Assert.Equal((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume), (trades[0].Price, trades.Max(t => t.Price), trades.Min(t => t.Price), trades[^1].Price, trades.Sum(t => t.Size)));
    }

    [Fact]
    public async Task An_option_can_be_bought_and_is_told_with_strike_and_right_and_no_more_is_exercised_than_held()
    {
        _client.Place(1, Given.Market("BUY", 2), Option());
        ExecDetails fill = await _client.AdvanceUntilAsync<ExecDetails>(_clock);
        CommissionReport commission = _client.Seen.OfType<CommissionReport>().Single();
        _client.Send(new ReqPositions());
        PositionMessage position = await _client.NextAsync<PositionMessage>(p => p.Contract.SecType == "OPT");
        _client.Send(new ExerciseOptions(30, Option(), 1, 3, "DU1234567", 0));

        Assert.Equal(("C", (double)_strike, "20250620"), (fill.Contract.Right, fill.Contract.Strike, fill.Contract.LastTradeDateOrContractMonth));
        Assert.Equal("C", _client.Seen.OfType<OpenOrder>().Last().Contract.Right);
        Assert.Equal(1.3, commission.Commission, 0.0001);
        Assert.Equal((2m, "100"), (position.Position, position.Contract.Multiplier));
        Assert.Equal(322, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 30)).ErrorCode);
    }

    private Contract Option() => new() { Symbol = "SPY", SecType = "OPT", Exchange = "SMART", Currency = "USD", LastTradeDateOrContractMonth = "20250620", Strike = _strike, Right = "C", Multiplier = "100" };

    private async Task<double> ModelAsync(int reqId, string right, double strike)
    {
        _client.Send(new ReqMktData(reqId, Option() with { Right = right, Strike = strike }, Snapshot: true));
        return (await _client.NextAsync<TickOptionComputation>(t => t.ReqId == reqId && t.TickType == TickType.ModelOption)).OptPrice!.Value;
    }
}
