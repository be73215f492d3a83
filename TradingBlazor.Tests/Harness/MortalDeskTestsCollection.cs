using TradingBlazor.Tests.Stories;

namespace TradingBlazor.Tests.Harness;

/// <summary>Stories in a browser in which processes die: they share a browser and an app that comes back, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class MortalDeskTestsCollection : ICollectionFixture<Browser>, ICollectionFixture<MortalDesk>
{
    public const string Name = "mortal desks";
}
