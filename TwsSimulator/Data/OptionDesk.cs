using System.Globalization;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Answers what is asked about options, and computes the greeks beside their quotes. Changed by the gateway's loop only.</summary>
internal sealed class OptionDesk(OptionMarket market, MarketFeed feed, ContractDesk contracts)
{
    private const int PriceBased = 1;

    /// <summary>Answers reqSecDefOptParams: one message for each exchange.</summary>
    public void SendChain(ClientSession client, ReqSecDefOptParams request)
    {
        if (!market.Instruments.Any(i => i.ConId == request.UnderlyingConId && i.Symbol == request.UnderlyingSymbol && i.SecType == request.UnderlyingSecType))
        {
            client.SendError(request.ReqId, 321, "Error validating request.-'reqSecDefOptParams' : cause - Invalid contract id");
            return;
        }

        foreach (IGrouping<string, Instrument> of in market.Instruments.Where(i => i.Underlying?.ConId == request.UnderlyingConId && request.FutFopExchange.Length == 0).GroupBy(i => i.TradingClass))
        {
            string[] expiries = [.. of.Select(i => i.LastTradeDate!.Value).Distinct().Order().Select(d => d.ToString("yyyyMMdd", CultureInfo.InvariantCulture))];
            double[] strikes = [.. of.Select(i => i.Strike).Distinct().Order()];
            foreach (string exchange in OptionChain.Exchanges.Split(','))
                client.Send(new SecurityDefinitionOptionParameter(request.ReqId, exchange, request.UnderlyingConId, of.Key, "100", expiries, strikes));
        }

        client.Send(new SecurityDefinitionOptionParameterEnd(request.ReqId));
    }

    /// <summary>Answers calculateImpliedVolatility.</summary>
    public void Calculate(ClientSession client, CalculateImpliedVolatility request)
    {
        if (Resolve(client, request.ReqId, request.Contract) is not { } option)
            return;
        if (ImpliedVolatility(option, request.UnderPrice, request.OptionPrice) is { } volatility)
            client.Send(Computed(request.ReqId, TickType.CustOptionComputation, option, request.UnderPrice, volatility, request.OptionPrice));
        else
            client.SendError(request.ReqId, 321, "Error validating request.-'calculateImpliedVolatility' : cause - No volatility gives this price.");
    }

    /// <summary>Answers calculateOptionPrice.</summary>
    public void Calculate(ClientSession client, CalculateOptionPrice request)
    {
        if (Resolve(client, request.ReqId, request.Contract) is not { } option)
            return;
        if (request.Volatility > 0 && request.UnderPrice > 0)
            client.Send(Computed(request.ReqId, TickType.CustOptionComputation, option, request.UnderPrice, request.Volatility, null));
        else
            client.SendError(request.ReqId, 321, "Error validating request.-'calculateOptionPrice' : cause - Volatility and price of the underlying must be above 0.");
    }

    /// <summary>The computed ticks that belong to what has changed of an option's quote.</summary>
    public IEnumerable<TickOptionComputation> TicksOf(int reqId, InstrumentState state, TickChange change)
    {
        Instrument option = state.Instrument;
        InstrumentState under = feed.Get(option.Underlying!);
        if ((under.Bid + under.Ask) / 2 is not { } price)
            yield break;
        if (change.HasFlag(TickChange.Bid))
            yield return Of(TickType.BidOption, state.Bid);
        if (change.HasFlag(TickChange.Ask))
            yield return Of(TickType.AskOption, state.Ask);
        if (change.HasFlag(TickChange.Last) && state.Last is not null)
            yield return Of(TickType.LastOption, state.Last);
        if ((change & (TickChange.Bid | TickChange.Ask)) != 0)
            yield return Computed(reqId, TickType.ModelOption, option, price, market.VolatilityOf(option, feed.NowMs / 1000, price), null);

        TickOptionComputation Of(int type, double? quoted)
            => quoted is { } q && ImpliedVolatility(option, price, q) is { } volatility
                ? Computed(reqId, type, option, price, volatility, q)
                : new TickOptionComputation(reqId, type, PriceBased, null, null, quoted, null, null, null, null, price);
    }

    private double? ImpliedVolatility(Instrument option, double underlying, double price)
        => OptionModel.ImpliedVolatility(option.Right == "C", underlying, option.Strike, YearsOf(option), price);

    private double YearsOf(Instrument option) => OptionModel.Years(feed.NowMs / 1000, OptionMarket.ExpiryOf(option));

    private TickOptionComputation Computed(int reqId, int type, Instrument option, double underlying, double volatility, double? price)
    {
        double years = YearsOf(option);
        OptionValue v = OptionModel.Value(option.Right == "C", underlying, option.Strike, years, volatility);
        double dividends = underlying * (1 - Math.Exp(-OptionModel.Yield * years));
        return new TickOptionComputation(reqId, type, PriceBased, volatility, v.Delta, price ?? v.Price, dividends, v.Gamma, v.Vega, v.Theta, underlying);
    }

    private Instrument? Resolve(ClientSession client, int reqId, Contract contract)
    {
        if (contracts.Resolve(client, reqId, contract) is not { } instrument)
            return null;
        if (instrument.Underlying is not null)
            return instrument;
        client.SendError(reqId, 200, "No security definition has been found for the request");
        return null;
    }
}
