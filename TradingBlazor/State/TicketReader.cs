using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>An order as typed, or what is still to be entered.</summary>
/// <param name="Spec">The order; null when something is missing.</param>
/// <param name="Problem">What to enter, without full stop; empty when nothing is missing.</param>
/// <param name="SizeNote">How the quantity was counted; empty when it was typed.</param>
public sealed record TicketReading(OrderSpec? Spec, string Problem, string SizeNote = "");

/// <summary>Reads a draft. It only reads: whether the order may be sent, and whether the broker takes it, is for Risk to say.</summary>
public static class TicketReader
{
    /// <summary>Reads.</summary>
    /// <param name="draft">What was typed.</param>
    /// <param name="facts">What the world says.</param>
    public static TicketReading Read(TicketDraft draft, TicketFacts facts)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(facts);
        var read = new Fields(Format.Decimals(facts.Instrument));
        ComboLegs? legs = TicketParts.Legs(draft, read);
        if (legs is null && facts.Ticker.Length == 0) read.Miss("Choose a symbol");
        decimal amount = read.Above0(draft.Quantity, draft.SizeUnit switch
        {
            SizeUnit.Quantity => "Enter a quantity above 0",
            SizeUnit.RiskPercent => "Enter a risk above 0 %",
            _ => "Enter an amount above 0",
        }) ?? 0m;
        OrderTypeTraits traits = draft.Type.Traits();
        decimal? stop = read.Price(draft.Stop, traits.Stop, "Enter a stop price");
        decimal? limit = read.Price(draft.Limit, traits.Limit, traits.Limit == Need.Optional ? "Enter a cap, or leave it empty" : "Enter a limit price");
        decimal? trail = read.Price(draft.Trail, traits.Trail, "Enter a trailing distance");
        decimal? offset = read.Price(draft.Offset, traits.Offset, traits.Offset == Need.Required ? "Enter the offset of the limit" : "Enter an offset, or leave it empty");
        BracketSpec? bracket = legs is null ? TicketParts.Exits(draft, read) : null;
        OrderAttributes attributes = TicketParts.Attributes(draft, facts, trail, offset, amount, read);
        if (read.Problem.Length > 0) return new TicketReading(null, read.Problem);

        SizeUnit unit = legs is null ? draft.SizeUnit : SizeUnit.Quantity;
        decimal quantity = TicketSize.Count(unit, amount, facts, facts.EntryPrice(draft.Side, limit, stop), bracket?.StopLoss, draft.Side, out string note, out string problem);
        if (problem.Length > 0) return new TicketReading(null, problem);
        return new TicketReading(
            new OrderSpec
            {
                Ticker = legs?.Name ?? facts.Ticker,
                Side = draft.Side,
                Quantity = unit == SizeUnit.Cash ? 0m : quantity,
                Type = draft.Type,
                LimitPrice = limit,
                StopPrice = stop,
                Tif = draft.Tif,
                OutsideRth = draft.OutsideRth,
                Attributes = attributes,
                Account = draft.FaGroup.Length > 0 ? null : facts.Account,
                IfOffline = draft.IfOffline,
                Legs = legs,
                Bracket = bracket,
                IsConfirmed = TicketDraft.TryParse(draft.Confirmation, out decimal typed) && typed == (unit == SizeUnit.Cash ? amount : quantity),
                MayTriggerNow = draft.MayTriggerNow,
            },
            "", note);
    }

    /// <summary>Reads fields and keeps the first that is wrong: one thing to do at a time.</summary>
    /// <param name="decimals">How prices of the contract are written, as <see cref="Format.Decimals"/> says.</param>
    internal sealed class Fields(int decimals)
    {
        public string Problem { get; private set; } = "";

        public void Miss(string problem)
        {
            if (Problem.Length == 0) Problem = problem;
        }

        public decimal? Above0(string text, string problem)
        {
            if (TicketDraft.TryParse(text, out decimal value) && value > 0m) return value;
            Miss(TypedNumber.Problem(text, problem));
            return null;
        }

        /// <summary>A field that may be empty, and is a number above 0 otherwise.</summary>
        public decimal? MaybeAbove0(string text, string problem) => string.IsNullOrWhiteSpace(text) ? null : Above0(text, problem);

        public decimal? Price(string text, Need need, string problem)
        {
            if (need == Need.No || (need == Need.Optional && string.IsNullOrWhiteSpace(text))) return null;
            if (TryPrice(text, out decimal value)) return value;
            Miss(TypedNumber.Problem(text, problem));
            return null;
        }

        public bool TryPrice(string text, out decimal price) => Format.TryParsePrice(text, decimals, out price);

        public DateTimeOffset? Time(string text, string problem)
        {
            if (EtTime.TryParse(text, out DateTimeOffset time)) return time;
            Miss(problem);
            return null;
        }
    }
}
