namespace TradingCore.Alerts;

/// <summary>When a rule raises an alert: the state machine of one subject. Pure.</summary>
/// <remarks>
/// Armed and met for long enough, in its hours and after its cooldown, it raises and is disarmed. It is armed again when the condition is clear,
/// which is beyond the hysteresis. What cannot be raised now because of hours or cooldown stays armed, and is raised when it may be and still holds.
/// </remarks>
public static class AlertTracker
{
    /// <summary>Takes in how the condition stands.</summary>
    /// <returns>True when an alert is to be raised.</returns>
    public static bool Step(AlertRule rule, AlertMemory memory, AlertSignal signal, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(memory);
        memory.Signal = signal;
        switch (signal)
        {
            case AlertSignal.Clear:
                memory.Since = null;
                memory.IsArmed = true;
                return false;
            case AlertSignal.Between:
                if (memory.IsArmed) memory.Since = null;
                return false;
            case AlertSignal.Met:
                memory.Since ??= now;
                bool raises = memory.IsArmed && now - memory.Since >= rule.HoldFor && !(memory.RaisedTime + rule.Cooldown > now) && rule.Hours?.Contains(now) != false;
                if (!raises) return false;
                memory.IsArmed = false;
                memory.RaisedTime = now;
                return true;
            default:
                return false;
        }
    }
}
