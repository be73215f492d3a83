using System.Globalization;
using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Security.Access;

/// <summary>What waits.</summary>
internal enum ApprovalKind
{
    /// <summary>An order (R38).</summary>
    Order = 0,
    /// <summary>A change that raises limits.</summary>
    Limits,
    /// <summary>Arming a kill switch again.</summary>
    KillSwitch,
}

/// <summary>What became of it.</summary>
internal enum ApprovalState
{
    /// <summary>Waits.</summary>
    Waiting = 0,
    /// <summary>A second person confirmed it; it was checked anew and done, or denied then.</summary>
    Approved,
    /// <summary>A second person said no.</summary>
    Rejected,
    /// <summary>Nobody answered in time, or the program ended meanwhile.</summary>
    Expired,
    /// <summary>Taken back by who sent it, by a cancel of all orders, or by the kill switch; or it is about something that is not any more what it was.</summary>
    Dropped,
}

/// <summary>An order, a change of limits or the arming of a kill switch that waits for a second person. Immutable.</summary>
internal sealed record PendingApproval
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }
    /// <summary>An order, a change of limits or a kill switch.</summary>
    public ApprovalKind Kind { get; init; }
    /// <summary>What it is, for people.</summary>
    public required string Words { get; init; }
    /// <summary>Who sent it, as the audit names it.</summary>
    public required string By { get; init; }
    /// <summary>Id of the person behind it: the user, or the one who made the key; empty for the key file.</summary>
    public string ById { get; init; } = "";
    /// <summary>Who sent it, and which rights it needed; null after a restart.</summary>
    public ApprovalSender? Sender { get; init; }
    /// <summary>When it came.</summary>
    public DateTimeOffset Time { get; init; }
    /// <summary>Until when it waits.</summary>
    public DateTimeOffset ExpiresTime { get; init; }
    /// <summary>The order; null for another kind, and after a restart.</summary>
    public OrderSpec? Spec { get; init; }
    /// <summary>Account that the order is for; empty when not known.</summary>
    public string Account { get; init; } = "";
    /// <summary>The process that it was sent to, which alone has the command; empty where that is not known.</summary>
    public string Process { get; init; } = "";
    /// <summary>Contract of an order; scope of a kill switch, as <see cref="KillWords.Of(RiskScope)"/> writes it; empty for limits.</summary>
    public string Symbol { get; init; } = "";
    /// <summary>Side of an order; null for another kind.</summary>
    public OrderSide? Side { get; init; }
    /// <summary>The change of limits; null for another kind, and after a restart.</summary>
    public RiskLimitEdit? Edit { get; init; }
    /// <summary>The kill switch that is to be armed again, and why; null for another kind, and after a restart.</summary>
    public KillRearm? Rearm { get; init; }
    /// <summary>The command it came with; null after a restart.</summary>
    public CommandContext? Context { get; init; }
    /// <summary>What became of it.</summary>
    public ApprovalState State { get; init; }
    /// <summary>When that was; null while it waits.</summary>
    public DateTimeOffset? EndedTime { get; init; }
    /// <summary>Who decided; empty when nobody did.</summary>
    public string DecidedBy { get; init; } = "";
    /// <summary>Why it ended, or what the engine said when it was released; a sentence, empty while it waits.</summary>
    public string Message { get; init; } = "";
    /// <summary>True from the moment it was released until it is told what the engine made of it.</summary>
    public bool IsUnderWay => this is { State: ApprovalState.Approved, Message.Length: 0 };
    /// <summary>True when it was released and the engine did what was asked for.</summary>
    public bool IsDone { get; init; }
    /// <summary>The order that was sent; empty when none was.</summary>
    public string OrderRef { get; init; } = "";

    /// <summary>How it ended, in few words; empty while it waits or is under way.</summary>
    public string Ending => State switch
    {
        ApprovalState.Waiting => "",
        ApprovalState.Approved when IsUnderWay => "",
        ApprovalState.Approved when IsDone => $"Confirmed by {DecidedBy}",
        ApprovalState.Approved => "Confirmed, but not done",
        ApprovalState.Rejected => "Rejected",
        ApprovalState.Dropped => "Dropped",
        _ => "Expired",
    };

    /// <summary>How it ended, whole: for whoever was told that it waits.</summary>
    public string Told => $"{Ending}: {Words}. {Message}";

    /// <summary>An order in words, whole: nobody confirms exits, conditions or an algorithm that are not told.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="decimals">How its prices are written, as <see cref="Format.Decimals"/> says.</param>
    /// <param name="nameOf">Name of a contract that a condition watches; null when not known.</param>
    /// <param name="notional">What it is worth; null when not known.</param>
    /// <param name="currency">Currency of that.</param>
    public static string WordsOf(OrderSpec spec, int decimals, Func<ConId, string?> nameOf, decimal? notional, string currency) => string.Create(CultureInfo.InvariantCulture,
        $"{OrderSentence.Of(spec, decimals, nameOf)}, {(notional is { } worth ? $"about {worth:#,##0} {currency}" : "of a value that is not known")}").TrimEnd();

    /// <summary>A change of limits in words.</summary>
    public static string WordsOf(RiskLimitEdit edit, IEnumerable<RiskLimitDifference> differences) =>
        $"Limits of the {edit.Scope}: {string.Join(", ", differences.Select(d => $"{d.Name} {d.Old ?? "none"} → {d.New ?? "none"}"))} ({edit.Reason})";
}

/// <summary>Who sent what waits, and what that took: whoever may not do it any more when it is confirmed is not acted for.</summary>
/// <param name="Access">Who.</param>
/// <param name="Needed">What it needs.</param>
/// <param name="Accounts">In which accounts.</param>
internal sealed record ApprovalSender(CallerAccess Access, Permission Needed, IReadOnlyList<string?> Accounts);

/// <summary>The wish to arm a kill switch again.</summary>
/// <param name="Seen">The switch that was looked at.</param>
/// <param name="Reason">Why it is safe now.</param>
internal sealed record KillRearm(KillStatus Seen, string Reason)
{
    /// <summary>For people: the second person must know what was stopped, by whom and why.</summary>
    public override string ToString() =>
        $"Arming the kill switch {KillWords.Of(Seen.Level)} of the {Seen.Scope} again, engaged by {(Seen.Who.Length > 0 ? Seen.Who : Seen.Source)}{(Seen.Reason.Length > 0 ? $" ({Seen.Reason.TrimEnd('.')})" : "")}: {Reason.TrimEnd('.')}";
}

/// <summary>Answer to a decision.</summary>
internal sealed record ApprovalAnswer(PendingApproval? Approval, string Fault);
