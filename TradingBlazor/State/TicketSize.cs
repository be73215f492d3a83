using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Counts the quantity of an order that was sized by value or by risk. Always down to a whole lot: never more than was typed.</summary>
public static class TicketSize
{
    private const decimal PercentMax = 100m;

    /// <summary>Counts.</summary>
    /// <param name="unit">What the amount is.</param>
    /// <param name="amount">The amount; above 0.</param>
    /// <param name="facts">Prices, equity and rate.</param>
    /// <param name="entry">Price at which the order is expected to fill; null when not known.</param>
    /// <param name="loss">Stop loss; null when none is given.</param>
    /// <param name="side">Side of the order.</param>
    /// <param name="note">How it was counted; empty when the amount is the quantity.</param>
    /// <param name="problem">What is missing, when 0 is returned.</param>
    public static decimal Count(SizeUnit unit, decimal amount, TicketFacts facts, decimal? entry, ExitSpec? loss, OrderSide side, out string note, out string problem)
    {
        ArgumentNullException.ThrowIfNull(facts);
        note = problem = "";
        if (unit is SizeUnit.Quantity or SizeUnit.Cash) return amount;
        if (facts.Instrument is not { } instrument || entry is not { } price || price == 0m)
        {
            problem = "Wait for a price: the quantity is counted from it";
            return 0m;
        }
        return unit == SizeUnit.Notional
            ? OfValue(amount, price, instrument, out note, out problem)
            : OfRisk(amount, facts, price, instrument, loss, side, out note, out problem);
    }

    private static decimal OfValue(decimal amount, decimal price, Instrument instrument, out string note, out string problem)
    {
        decimal each = Math.Abs(price) * instrument.Contract.Multiplier;
        decimal quantity = ToLot(amount / each, instrument);
        note = $"{Format.Quantity(quantity)} × {Format.Money(each)} = {Format.Money(quantity * each)} {instrument.Contract.Currency}";
        problem = quantity > 0m ? "" : $"{Format.Money(amount)} {instrument.Contract.Currency} is less than {Format.Quantity(instrument.MinSize)} at {Format.Money(each)}";
        return quantity;
    }

    private static decimal OfRisk(decimal percent, TicketFacts facts, decimal price, Instrument instrument, ExitSpec? loss, OrderSide side, out string note, out string problem)
    {
        note = "";
        problem = percent >= PercentMax ? "Enter a risk below 100 % of the equity"
            : facts.Equity is not > 0m ? "Wait for the equity: the risk is a share of it"
            : loss is null ? "Enter a stop loss: the risk is counted from it"
            : facts.RateToBase is null ? $"No rate of {instrument.Contract.Currency} in {facts.BaseCurrency} is known to count the risk with"
            : "";
        if (problem.Length > 0) return 0m;
        decimal distance = loss!.Price is { } at ? (side == OrderSide.Buy ? price - at : at - price) : loss.Offset ?? Math.Abs(price) * (loss.Percent ?? 0m) / 100m;
        if (distance <= 0m)
        {
            problem = $"Enter a stop loss {(side == OrderSide.Buy ? "below" : "above")} the entry at {Format.Price(price, Format.Decimals(instrument))}";
            return 0m;
        }
        decimal risk = facts.Equity!.Value * percent / 100m;
        decimal each = distance * instrument.Contract.Multiplier * facts.RateToBase!.Value;
        decimal quantity = ToLot(risk / each, instrument);
        note = $"{Format.Quantity(quantity)} × {Format.Money(each)} = {Format.Money(quantity * each)} {facts.BaseCurrency} at risk of {Format.Money(risk)}";
        if (quantity <= 0m) problem = $"One at this stop risks {Format.Money(each)} {facts.BaseCurrency}, more than {Format.Money(risk)}";
        return quantity;
    }

    private static decimal ToLot(decimal quantity, Instrument instrument)
    {
        decimal step = instrument.SizeIncrement > 0m ? instrument.SizeIncrement : 1m;
        decimal lot = Math.Floor(quantity / step) * step;
        return lot < instrument.MinSize ? 0m : lot;
    }
}
