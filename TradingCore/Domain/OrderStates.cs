namespace TradingCore.Domain;

/// <summary>Questions about <see cref="OrderState"/>.</summary>
public static class OrderStates
{
    /// <summary>True when nothing but a late fill can follow.</summary>
    public static bool IsFinal(this OrderState state) => state is OrderState.Filled or OrderState.Cancelled or OrderState.Rejected or OrderState.Expired or OrderState.Denied;

    /// <summary>True while the order can still fill, so that risk must count it.</summary>
    public static bool IsWorking(this OrderState state) => !state.IsFinal();

    /// <summary>True while it is, or may be, at the broker: not final and not waiting here for the gateway.</summary>
    public static bool IsAtBroker(this OrderState state) => state.IsWorking() && state != OrderState.Queued;
}
