using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Harness;

/// <summary>
/// Stories on apps that live on: they share two of them and one browser, and run one after the other. Beside them run the stories in which processes
/// die (<see cref="MortalDeskTestsCollection"/>, <see cref="ProcessTestsCollection"/>): those wait more than they compute.
/// </summary>
[CollectionDefinition(Name)]
public sealed class DeskTestsCollection : ICollectionFixture<Browser>, ICollectionFixture<ReplayedWeek>, ICollectionFixture<SimulatedDesk>
{
    public const string Name = "desks";
}
