namespace TradingBlazor.Tests.Harness;

/// <summary>Tests with processes and a browser run one after the other and beside nothing else: they need the cores for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTestsCollection : ICollectionFixture<Browser>
{
    public const string Name = "processes";
}
