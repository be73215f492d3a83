namespace TradingBlazor.Tests.Harness;

/// <summary>
/// Tests that start, stop and kill processes and look at them without a browser: one after the other, beside those of <see cref="MortalDeskTestsCollection"/> and
/// <see cref="DeskTestsCollection"/>. Most of their time is waiting for processes.
/// </summary>
[CollectionDefinition(Name)]
public sealed class ProcessTestsCollection
{
    public const string Name = "processes";
}
