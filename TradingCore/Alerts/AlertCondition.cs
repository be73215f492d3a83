using TradingCore.Domain;
using TradingCore.Orders;

namespace TradingCore.Alerts;

/// <summary>What a rule waits for. Immutable; reads snapshots and decides nothing.</summary>
public abstract record AlertCondition
{
    /// <summary>Kind, one of <see cref="AlertConditions.Kinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>Contract it is about; empty when it is about none, or any.</summary>
    public virtual string Ticker => "";

    /// <summary>True when it is met in one moment and never holds on, such as a crossing.</summary>
    public virtual bool IsMomentary => false;

    /// <summary>What it waits for, without a period: <c>SPY last at or above 430.50</c>.</summary>
    /// <param name="instrument">The contract that it is about, by whose steps prices are written; null when not known.</param>
    public abstract string Describe(Instrument? instrument = null);

    /// <summary>Says what can never come true of the contract. A rule that is stored already is not asked: it may be about a contract of before.</summary>
    /// <param name="instrument">The contract that it is about.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public virtual void CheckFor(Instrument instrument, AlertFaults faults)
    {
    }

    /// <summary>As it is stored and travels.</summary>
    public abstract AlertConditionForm ToForm();

    /// <summary>How it stands now, for each subject that is known. Subjects of which it says nothing any more are clear.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="memories">What the rule remembers; changed by the look.</param>
    public virtual IEnumerable<AlertReading> Read(AlertFacts facts, AlertMemories memories) => [];

    /// <summary>What it makes of something that happened to an order; null when it does not wait for it.</summary>
    public virtual AlertReading? Take(OrderNews news) => null;

    /// <summary>A quantity of seconds in words.</summary>
    protected static string Seconds(int seconds) => seconds % 3600 == 0 && seconds > 0 ? $"{seconds / 3600} h" : seconds % 60 == 0 && seconds > 0 ? $"{seconds / 60} min" : $"{seconds} s";
}
