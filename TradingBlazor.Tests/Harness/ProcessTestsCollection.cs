using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Harness;

/// <summary>Tests that start, stop and kill processes run one after the other; beside them run those of <see cref="DeskTestsCollection"/>, on apps that live on.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessTestsCollection : ICollectionFixture<Browser>, ICollectionFixture<MortalDesk>
{
    public const string Name = "processes";
}
