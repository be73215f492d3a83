using Microsoft.Extensions.Configuration;
using TradingBlazor.Hosting;
using TradingCore.Domain;
using TradingCore.Hosting;

namespace TradingBlazor.Tests.Hosting;

public sealed class DeskSettingsTests
{
    [Fact]
    public void By_default_the_simulator_runs_and_the_server_listens_on_loopback()
    {
        DeskSettings settings = Read();

        Assert.True(settings.Simulator.Enabled);
        Assert.Equal(TradingMode.Simulator, settings.Trading.Trading.Mode);
        Assert.Equal(["http://localhost:5080"], settings.Urls);
    }

    [Theory]
    [InlineData("--Tws:Port=4002")]
    [InlineData("--Tws:Host=127.0.0.1")]
    public void Whoever_names_a_gateway_means_that_one(string argument)
    {
        DeskSettings settings = Read(argument);

        Assert.False(settings.Simulator.Enabled);
        Assert.Equal(TradingMode.Paper, settings.Trading.Trading.Mode);
        Assert.Contains("stays off", settings.SimulatorNote, StringComparison.Ordinal);
    }

    [Fact]
    public void The_simulator_runs_beside_a_named_gateway_when_it_is_asked_for() =>
        Assert.True(Read("--Tws:Port=4002", "--Simulator:Enabled=true").Simulator.Enabled);

    [Theory]
    [InlineData("--urls=http://0.0.0.0:5080", "can be reached from other machines")]
    [InlineData("--urls=http://*:5080", "not an address")]
    [InlineData("--urls=http://example.com:5080", "can be reached from other machines")]
    [InlineData("--urls=http://localhost:99999", "not an address")]
    [InlineData("--Kestrel:Endpoints:All:Url=http://192.168.1.5:80", "can be reached from other machines")]
    [InlineData("--Simulator:Speed=5", "a replay folder")]
    [InlineData("--Simulator:Symbols=NOPE", "\"NOPE\" is not simulated")]
    [InlineData("--Bars:CloseGracee=1", "Did you mean Bars:CloseGrace?")]
    [InlineData("--Tws:RestartComand=x", "Did you mean Tws:RestartCommand?")]
    [InlineData("--Trading:ReadinessLed=00:10:00", "Did you mean Trading:ReadinessLead?")]
    [InlineData("--Trading:Mode=Paper", "the embedded simulator is on")]
    [InlineData("--Desk:BeatInterval=00:00:00.001", "Desk:BeatInterval")]
    [InlineData("--Desk:Compres=false", "Did you mean Desk:Compress?")]
    [InlineData("--Simulater:Enabled=false", "Did you mean 'Simulator'?")]
    public void A_wrong_setting_stops_the_start_with_one_sentence(string argument, string expected)
    {
        StartException e = Assert.Throws<StartException>(() => Read(argument));

        Assert.Contains(expected, Assert.Single(e.Sentences), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Expected both or none", "--Security:Jwt:Audience=desk")]
    [InlineData("which is no address", "--Security:Jwt:Authority=login", "--Security:Jwt:Audience=desk")]
    [InlineData("over plain http anybody", "--Security:Jwt:Authority=http://login.example.com", "--Security:Jwt:Audience=desk")]
    [InlineData("made out for another program", "--Security:Jwt:Authority=https://login.example.com")]
    [InlineData("Expected three different texts", "--Security:Jwt:Authority=https://login.example.com", "--Security:Jwt:Audience=desk", "--Security:Jwt:AdminScope=tradingblazor.read")]
    public void A_provider_of_tokens_that_would_let_the_wrong_ones_in_stops_the_start(string expected, params string[] arguments)
    {
        StartException e = Assert.Throws<StartException>(() => Read(arguments));

        Assert.Contains(expected, Assert.Single(e.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pace_of_the_pages_is_a_setting() =>
        Assert.Equal((TimeSpan.FromMilliseconds(50), false), (Read("--Desk:BeatInterval=00:00:00.050").Desk.BeatInterval, Read("--Desk:Compress=false").Desk.Compress));

    private static DeskSettings Read(params string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(args);
        return DeskSettings.Read(configuration, args);
    }
}
