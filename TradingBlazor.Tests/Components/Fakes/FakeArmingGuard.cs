using TradingBlazor.State;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Allows arming unless a test says why not.</summary>
internal sealed class FakeArmingGuard : IArmingGuard
{
    public string WhyNot { get; set; } = "";

    public Task<string> WhyNotAsync(string account) => Task.FromResult(WhyNot);
}
