using System.Reflection;

namespace TradingBlazor.Tests.Architecture;

public sealed class ReferenceTests
{
    [Fact]
    public void The_web_app_speaks_to_the_gateway_through_TradingCore_and_never_by_wire_messages() =>
        Assert.DoesNotContain(Assembly.Load("TradingBlazor").GetReferencedAssemblies(), a => a.Name == "TwsProtocol");
}
