using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.State;

/// <summary>The kill switch in the words of the pages.</summary>
internal static class KillText
{
    /// <summary>The levels, weakest first, with what each does.</summary>
    public static readonly IReadOnlyList<(KillLevel Level, string Name, string Effect)> Levels =
    [
        (KillLevel.Block, "Block", "No new order and no change leaves. What works goes on."),
        (KillLevel.Cancel, "Cancel", "Also cancels working orders, those of TWS and other clients too when everything is stopped."),
        (KillLevel.Flatten, "Flatten", "Also closes what is held: at a limit near the market, then at market."),
        (KillLevel.Disconnect, "Disconnect", "Also ends the connection to the gateway when flat, or after a minute."),
    ];

    /// <summary>What a level does, as a word on its button.</summary>
    public static string Verb(KillLevel level) => level switch
    {
        KillLevel.Block => "Block",
        KillLevel.Cancel => "Cancel",
        KillLevel.Flatten => "Flatten",
        _ => "Disconnect",
    };

    /// <summary>What a level does to what works and what is held now, in sentences.</summary>
    /// <param name="level">How far it goes.</param>
    /// <param name="orders">Working orders that it concerns.</param>
    /// <param name="positions">Positions that it concerns; null for those that the orders of a strategy made.</param>
    public static string Sizes(KillLevel level, int orders, int? positions)
    {
        string working = orders switch { 0 => "No order works.", 1 => "1 working order", _ => $"{orders} working orders" };
        string held = positions switch { null => "What its orders made", 0 => "Nothing is held.", 1 => "1 position", _ => $"{positions} positions" };
        bool isOneHeld = positions is null or 1;
        string ofOrders = orders == 0 ? working : level == KillLevel.Block ? $"{working} {(orders == 1 ? "stays" : "stay")}." : $"{working} {(orders == 1 ? "is" : "are")} cancelled.";
        string ofPositions = positions == 0 ? held : level is KillLevel.Block or KillLevel.Cancel ? $"{held} {(isOneHeld ? "stays" : "stay")}." : $"{held} {(isOneHeld ? "is" : "are")} closed at the market.";
        return $"No new order leaves. {ofOrders} {ofPositions}{(level == KillLevel.Disconnect ? " Then the connection ends." : "")}";
    }

    /// <summary>A scope, as in <c>everything</c> or <c>SPY</c>.</summary>
    public static string Of(RiskScope scope) => scope.Kind == RiskScopeKind.Firm ? "everything" : scope.Name;

    /// <summary>What is stopped and how far, a sentence.</summary>
    public static string Headline(KillStatus kill) =>
        $"{(kill.Scope.Kind == RiskScopeKind.Firm ? "All trading" : Of(kill.Scope))} is stopped ({KillWords.Of(kill.Level)}).";

    /// <summary>How far it has come, by whom and why.</summary>
    public static string Detail(KillStatus kill)
    {
        string phase = kill.Phase switch
        {
            KillPhase.Blocked => "New orders are blocked.",
            KillPhase.Cancelling => kill.OpenOrders == 1 ? "1 order is not confirmed cancelled." : $"{kill.OpenOrders} orders are not confirmed cancelled.",
            KillPhase.Cancelled => "Every order is confirmed gone.",
            KillPhase.Flattening => kill.OpenPositions == 1 ? "1 position is being closed." : $"{kill.OpenPositions} positions are being closed.",
            KillPhase.Verifying => "The broker is asked whether it is flat.",
            KillPhase.Flat => "Flat: the broker has confirmed it.",
            _ => "Disconnected from the gateway.",
        };
        string waits = kill.WaitsFor.Length > 0 && kill.Phase is not KillPhase.Verifying ? $" {kill.WaitsFor}" : "";
        string why = kill.Reason.Length > 0 ? $" {Format.Sentence(kill.Reason)}" : "";
        return $"{phase}{waits} By {(kill.Who.Length > 0 ? kill.Who : kill.Source)}.{why}";
    }
}
