using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using TradingBlazor.State;
using TradingCore.Alerts;
using TradingCore.Domain;

namespace TradingBlazor.Alerts;

/// <summary>A rule while it is edited: texts as they are typed. What is wrong with them, the rule's own check tells, and here only what is no number.</summary>
public sealed class RuleDraft
{
    /// <summary>Words of everything that can happen to an order.</summary>
    public static IReadOnlyList<string> OrderEvents { get; } = AlertTerms.All<OrderAlert>();

    /// <summary>Rule that is changed; null for a new one.</summary>
    public string? Id { get; init; }
    /// <summary>True for one that is there by default.</summary>
    public bool IsDefault { get; init; }
    /// <summary>The rule as it was when whoever types was last told of it; null for a new one.</summary>
    public AlertRule? Seen { get; private set; }
    /// <summary>Name; empty takes what it waits for.</summary>
    public string Name { get; set; } = "";
    /// <summary>Word of the severity.</summary>
    public string Severity { get; set; } = "warning";
    /// <summary>Kind of the condition.</summary>
    public string Kind { get; set; } = "price";
    /// <summary>Symbol.</summary>
    public string Symbol { get; set; } = "";
    /// <summary>Word of the comparison.</summary>
    public string Comparison { get; set; } = "above";
    /// <summary>Level.</summary>
    public string Level { get; set; } = "";
    /// <summary>How far back it is armed again.</summary>
    public string Hysteresis { get; set; } = "";
    /// <summary>Word of the price.</summary>
    public string Price { get; set; } = "last";
    /// <summary>Bar size, or day.</summary>
    public string Size { get; set; } = "1m";
    /// <summary>Minutes of a change.</summary>
    public string Minutes { get; set; } = "";
    /// <summary>Indicator.</summary>
    public string Indicator { get; set; } = "ema:20";
    /// <summary>Value of the indicator.</summary>
    public string Output { get; set; } = "";
    /// <summary>What the indicator is compared with; empty for the level.</summary>
    public string Other { get; set; } = "";
    /// <summary>Account.</summary>
    public string Account { get; set; } = "";
    /// <summary>Word of the figure.</summary>
    public string Figure { get; set; } = "day";
    /// <summary>Code of a risk check.</summary>
    public string Limit { get; set; } = "";
    /// <summary>Words of the order events.</summary>
    public HashSet<string> Events { get; } = ["filled"];
    /// <summary>Strategy.</summary>
    public string Strategy { get; set; } = "";
    /// <summary>Word of the trouble or of what falls silent.</summary>
    public string What { get; set; } = "";
    /// <summary>True counts trading hours alone.</summary>
    public bool MarketHours { get; set; }
    /// <summary>Seconds of silence, or between two signs of life.</summary>
    public string Seconds { get; set; } = "60";
    /// <summary>Name of a program.</summary>
    public string Program { get; set; } = "";
    /// <summary>True raises an alert each time.</summary>
    public bool Repeats { get; set; }
    /// <summary>Seconds for which it must hold.</summary>
    public string HoldSeconds { get; set; } = "";
    /// <summary>Least seconds between two alerts.</summary>
    public string CooldownSeconds { get; set; } = "";
    /// <summary>Start of the hours.</summary>
    public string HoursFrom { get; set; } = "";
    /// <summary>End of the hours.</summary>
    public string HoursTo { get; set; } = "";
    /// <summary>Zone of the hours.</summary>
    public string HoursZone { get; set; } = "America/New_York";
    /// <summary>True leaves out Saturday and Sunday.</summary>
    public bool WeekdaysOnly { get; set; }
    /// <summary>Channels.</summary>
    public HashSet<string> Channels { get; } = new(StringComparer.Ordinal);
    /// <summary>Minutes after which others are told.</summary>
    public string EscalateMinutes { get; set; } = "";
    /// <summary>Channels that are told later.</summary>
    public HashSet<string> EscalateChannels { get; } = new(StringComparer.Ordinal);
    /// <summary>True shows it to every admin.</summary>
    public bool EscalateToAdmins { get; set; }
    /// <summary>False switches it off.</summary>
    public bool IsEnabled { get; set; } = true;
    /// <summary>True makes it one for every admin.</summary>
    public bool ForAdmins { get; set; }
    /// <summary>Why a rule that is there by default is switched off.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The draft of a rule that is there.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="decimalsOf">How prices of a symbol are written, as <see cref="Format.Decimals"/> says.</param>
    public static RuleDraft Of(AlertRule rule, Func<string, int> decimalsOf)
    {
        AlertRuleForm form = AlertRuleForm.Of(rule);
        AlertConditionForm c = form.Condition;
        var draft = new RuleDraft
        {
            Id = rule.Id,
            IsDefault = rule.IsDefault,
            Seen = rule,
            Name = form.Name ?? "",
            Severity = form.Severity ?? "",
            Repeats = form.Repeats,
            HoldSeconds = Whole(form.HoldSeconds),
            CooldownSeconds = Whole(form.CooldownSeconds),
            HoursFrom = form.HoursFrom ?? "",
            HoursTo = form.HoursTo ?? "",
            HoursZone = form.HoursZone ?? "America/New_York",
            WeekdaysOnly = form.WeekdaysOnly,
            EscalateMinutes = form.EscalateMinutes?.ToString(CultureInfo.InvariantCulture) ?? "",
            EscalateToAdmins = form.EscalateToAdmins,
            IsEnabled = form.IsEnabled,
            Kind = c.Kind,
            Symbol = c.Symbol ?? "",
            Comparison = c.Comparison ?? "above",
            Level = c.Kind == "price" ? PriceText(c.Level, c.Symbol, decimalsOf) : Format.Raw(c.Level),
            Hysteresis = c.Kind == "price" ? PriceText(c.Hysteresis, c.Symbol, decimalsOf) : Format.Raw(c.Hysteresis),
            Price = c.Price ?? "last",
            Size = c.Size ?? "1m",
            Minutes = c.Minutes?.ToString(CultureInfo.InvariantCulture) ?? "",
            Indicator = c.Indicator ?? "ema:20",
            Output = c.Output ?? "",
            Other = c.Other ?? "",
            Account = c.Account ?? "",
            Figure = c.Figure ?? "day",
            Limit = c.Limit ?? "",
            Strategy = c.Strategy ?? "",
            What = c.What ?? "",
            MarketHours = c.MarketHours ?? false,
            Seconds = c.Seconds?.ToString(CultureInfo.InvariantCulture) ?? "",
            Program = c.Program ?? "",
        };
        if (c.Events is { } events) { draft.Events.Clear(); draft.Events.UnionWith(events); }
        draft.Channels.UnionWith(form.Channels);
        draft.EscalateChannels.UnionWith(form.EscalateChannels);
        return draft;
    }

    /// <summary>Whoever types has been told what somebody else made of the rule. What was typed stays; what was left alone shows the new values.</summary>
    /// <param name="now">The rule as it is now.</param>
    /// <param name="decimalsOf">How prices of a symbol are written, as <see cref="Format.Decimals"/> says.</param>
    public void See(AlertRule now, Func<string, int> decimalsOf)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (Seen is not { } seen) return;
        RuleDraft before = Of(seen, decimalsOf), after = Of(now, decimalsOf);
        foreach (PropertyInfo field in typeof(RuleDraft).GetProperties().Where(p => p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))))
            if (Equals(field.GetValue(this), field.GetValue(before))) field.SetValue(this, field.GetValue(after));
        TakeOver(Events, before.Events, after.Events);
        TakeOver(Channels, before.Channels, after.Channels);
        TakeOver(EscalateChannels, before.EscalateChannels, after.EscalateChannels);
        Seen = now;
    }

    /// <summary>Another kind was chosen: what means something else there takes the usual value of it.</summary>
    public void Choose(string kind)
    {
        Kind = kind;
        (Comparison, What, Size) = kind switch
        {
            "change" => ("moves", "", Size),
            "pnl" => ("below", "", Size),
            "connection" => ("above", "sessionLost", Size),
            "silence" => ("above", "ticks", Size),
            "volume" => ("above", "", "day"),
            _ => ("above", "", Size == "day" ? "1m" : Size),
        };
        MarketHours = kind == "silence";
        Repeats = kind is "order" or "connection" or "silence" or "heartbeat" or "riskUsage";
    }

    /// <summary>A price as the editor of a rule shows it: in 32nds where the symbol is quoted so, else with no more digits than it has.</summary>
    public static string PriceText(decimal? price, string? symbol, Func<string, int> decimalsOf)
    {
        ArgumentNullException.ThrowIfNull(decimalsOf);
        // A level between two steps is not changed by being shown.
        return price is { } p && symbol is { Length: > 0 } && decimalsOf(symbol) is < 0 and var style && Thirtyseconds.TryParse(Thirtyseconds.Write(p, style), out decimal shown) && shown == p
            ? Thirtyseconds.Write(p, style) : Format.Raw(price);
    }

    /// <summary>The form; what is no number is said in <paramref name="faults"/>.</summary>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="decimalsOf">How prices of a symbol are written, as <see cref="Format.Decimals"/> says.</param>
    public AlertRuleForm ToForm(AlertFaults faults, Func<string, int> decimalsOf) => new()
    {
        Name = Name,
        Severity = Severity,
        Repeats = Repeats,
        HoldSeconds = Integer("holdSeconds", HoldSeconds, faults) ?? 0,
        CooldownSeconds = Integer("cooldownSeconds", CooldownSeconds, faults) ?? 0,
        HoursFrom = Blank(HoursFrom),
        HoursTo = Blank(HoursTo),
        HoursZone = Blank(HoursZone),
        WeekdaysOnly = WeekdaysOnly,
        Channels = [.. Channels.Order(StringComparer.Ordinal)],
        EscalateMinutes = Integer("escalateMinutes", EscalateMinutes, faults),
        EscalateChannels = [.. EscalateChannels.Order(StringComparer.Ordinal)],
        EscalateToAdmins = EscalateToAdmins,
        IsEnabled = IsEnabled,
        Condition = Condition(faults, IsOfPrice(Kind) ? decimalsOf(Symbol.Trim()) : 0),
    };

    private AlertConditionForm Condition(AlertFaults faults, int decimals)
    {
        decimal? level = Kind is "order" or "connection" or "silence" or "heartbeat" || (Kind == "indicator" && Other.Trim().Length > 0) ? null : Number("level", Level, decimals, faults);
        decimal? hysteresis = Kind is "price" or "change" or "indicator" or "pnl" or "riskUsage" ? Number("hysteresis", Hysteresis, decimals, faults) : null;
        return new AlertConditionForm
        {
            Kind = Kind,
            Symbol = Blank(Symbol),
            Comparison = Kind is "price" or "change" or "indicator" or "pnl" ? Comparison : null,
            Level = level,
            Hysteresis = hysteresis,
            Price = Kind == "price" ? Price : null,
            Size = Kind is "indicator" or "volume" ? Size : null,
            Minutes = Kind == "change" ? Integer("minutes", Minutes, faults) : null,
            Indicator = Kind == "indicator" ? Blank(Indicator) : null,
            Output = Kind == "indicator" ? Blank(Output) : null,
            Other = Kind == "indicator" ? Blank(Other) : null,
            Account = Blank(Account),
            Figure = Kind == "pnl" ? Figure : null,
            Limit = Blank(Limit),
            Events = Kind == "order" ? [.. OrderEvents.Where(Events.Contains)] : null,
            Strategy = Kind == "order" ? Blank(Strategy) : null,
            What = Kind is "connection" or "silence" ? What : null,
            MarketHours = (Kind == "connection" && What == "sessionLost") || (Kind == "silence" && What != "program") ? MarketHours : null,
            Seconds = Kind is "silence" or "heartbeat" ? Integer("seconds", Seconds, faults) : null,
            Program = Kind == "silence" && What == "program" ? Blank(Program) : null,
        };
    }

    // Entry by entry: one adds a channel, another takes one away.
    private static void TakeOver(HashSet<string> mine, HashSet<string> before, HashSet<string> after)
    {
        mine.UnionWith(after.Except(before));
        mine.ExceptWith(before.Except(after));
    }

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Whole(int number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    // An indicator may be an average of prices or a number of its own: 32nds are read for both, and shown for prices alone.
    private static bool IsOfPrice(string kind) => kind is "price" or "indicator";

    private static decimal? Number(string field, string text, int decimals, AlertFaults faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Format.TryParsePrice(text, decimals, out decimal number)) return number;
        faults.Add(field, $"'{text}' is not a number.");
        return null;
    }

    private static int? Integer(string field, string text, AlertFaults faults)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
        faults.Add(field, $"'{text}' is not a whole number.");
        return null;
    }
}
