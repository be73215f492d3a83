namespace TradingCore.Engine;

/// <summary>Which opens of a contract must find everything ready.</summary>
public enum ReadinessHours
{
    /// <summary>Those of the regular session, such as 09:30 in New York.</summary>
    Regular = 0,
    /// <summary>Those of all trading hours, such as 04:00 in New York.</summary>
    Extended,
}
