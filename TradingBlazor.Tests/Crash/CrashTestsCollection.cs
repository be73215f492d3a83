namespace TradingBlazor.Tests.Crash;

/// <summary>Engines that are killed again and again, one run after the other. They wait more than they compute, so the stories of a browser run beside them.</summary>
[CollectionDefinition(Name)]
public sealed class CrashTestsCollection
{
    public const string Name = "crashes";
}
