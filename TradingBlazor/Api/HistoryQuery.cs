using System.Globalization;
using TradingCore.Domain;
using TradingCore.Persistence.History;

namespace TradingBlazor.Api;

/// <summary>The query parameters of a search in the history, as they came.</summary>
internal sealed record HistoryQuery(
    string? Symbol, string? From, string? To, string? Strategy, string? Account, string? Side, string? State, string? Limit, string? Cursor, string Format)
{
    private static readonly string[] Formats = ["json", "csv", "parquet"];

    /// <summary>Reads them; the answer with a sentence for each that is wrong, or null when none is.</summary>
    public ProblemResult? Read(int limitUsual, int limitMax, out HistoryFilter filter, out HistoryCursor? after, out int limit)
    {
        var errors = new Dictionary<string, string[]>();
        var states = new List<OrderState>();
        foreach (string word in (State ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Terms.States.TryGetValue(word, out OrderState known)) states.Add(known);
            else errors["state"] = [$"'{word}' is not a state of an order. Expected {string.Join(", ", Terms.States.Keys)}."];
        }
        OrderSide? side = null;
        if (Side is not null)
        {
            if (Terms.Sides.TryGetValue(Side, out OrderSide known)) side = known;
            else errors["side"] = [$"'{Side}' is not a side. Expected BUY or SELL."];
        }
        filter = new HistoryFilter
        {
            Symbol = Symbol?.Trim().ToUpperInvariant(),
            From = Time("from", From, errors),
            To = Time("to", To, errors),
            Strategy = Strategy,
            Account = Account?.Trim().ToUpperInvariant(),
            Side = side,
            States = states,
        };
        if (filter.From >= filter.To) errors["to"] = [$"'to' ({To}) is not after 'from' ({From})."];
        if (!Formats.Contains(Format, StringComparer.Ordinal)) errors["format"] = [$"'{Format}' is not a format. Expected {string.Join(", ", Formats)}."];
        after = Cursor is null ? null : HistoryCursor.Parse(Cursor);
        if (Cursor is not null && after is null) errors["cursor"] = ["'cursor' is not the 'next' of an answer. Leave it out to begin with the newest."];
        if (errors.Count > 0)
        {
            limit = 0;
            return ProblemResult.Invalid(errors);
        }
        return ListQuery.Limit(Limit, limitUsual, limitMax, out limit);
    }

    private static DateTimeOffset? Time(string name, string? text, Dictionary<string, string[]> errors)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)) return time;
        errors[name] = [$"'{name}' is '{text}'. Expected a date such as 2026-10-05 or a time such as 2026-10-05T13:30:00Z."];
        return null;
    }
}
