namespace TradingCore.Domain;

/// <summary>What kind of booking a change without a trade is: who decided it, and what it was.</summary>
public enum AdjustmentKind
{
    /// <summary>Not said: written before kinds were kept.</summary>
    None = 0,
    /// <summary>What the broker held when the account was first met.</summary>
    TakenOver,
    /// <summary>A person looked into a difference and named its cause.</summary>
    Person,
    /// <summary>Booked by the system: an option went without shares.</summary>
    Expired,
    /// <summary>Booked by the system: a long option, or the shares that it brought or took.</summary>
    Exercised,
    /// <summary>Booked by the system: a short option, or the shares that it brought or took.</summary>
    Assigned,
    /// <summary>Booked by the system: the execution of an earlier booking was told after all, and the booking is taken back.</summary>
    TakenBack,
}

/// <summary>What follows from the kind of a booking.</summary>
public static class AdjustmentKinds
{
    /// <summary>True for what the system concluded by itself, so that an execution which is told later takes it back.</summary>
    public static bool IsConcluded(this AdjustmentKind kind) => kind is AdjustmentKind.Expired or AdjustmentKind.Exercised or AdjustmentKind.Assigned;

    /// <summary>The kind of a booking that was written before kinds were kept, by the words that its cause began with then.</summary>
    /// <param name="cause">Its cause.</param>
    public static AdjustmentKind OfOldCause(string cause) =>
        cause.StartsWith("Held at the broker when", StringComparison.Ordinal) ? AdjustmentKind.TakenOver
        : cause.StartsWith("Booked before, and told as an execution after all.", StringComparison.Ordinal) ? AdjustmentKind.TakenBack
        : cause.StartsWith("Expired on ", StringComparison.Ordinal) ? AdjustmentKind.Expired
        : cause.StartsWith("Exercised at ", StringComparison.Ordinal) || cause.StartsWith("Exercised: ", StringComparison.Ordinal) ? AdjustmentKind.Exercised
        : cause.StartsWith("Assigned at ", StringComparison.Ordinal) || cause.StartsWith("Assigned: ", StringComparison.Ordinal) ? AdjustmentKind.Assigned
        : AdjustmentKind.Person;
}
