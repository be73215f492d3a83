using System.Collections;
using TradingCore.Hosting;

namespace TradingCore.Tests.Hosting;

public sealed class SettingsSourcesTests
{
    private static readonly string[] Sections = ["Tws", "Simulator", "Trading", "Risk"];

    [Theory]
    [InlineData("Simulater", "Did you mean 'Simulator'?")]
    [InlineData("Twss", "Did you mean 'Tws'?")]
    [InlineData("Port", "there is no section 'Port'")]
    public void A_misspelt_section_on_the_command_line_is_named(string key, string expected)
    {
        string problem = Assert.Single(SettingsSources.Problems(Sections, [key], new Hashtable(), []));

        Assert.StartsWith($"--{key} sets nothing", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TradingBlazor__Risks__OrdersPerSecond", "Did you mean 'Risk'?")]
    [InlineData("TradingBlazor__Anything", "there is no section 'Anything'")]
    [InlineData("Simulatro__Enabled", "Did you mean 'Simulator'?")]
    [InlineData("TradingBlazer__Tws__Port", "Did you mean 'TradingBlazor'?")]
    public void A_misspelt_section_in_the_environment_is_named(string variable, string expected)
    {
        string problem = Assert.Single(SettingsSources.Problems(Sections, [], new Hashtable { [variable] = "1" }, []));

        Assert.Contains(variable, problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_framework_and_other_programs_read_is_left_alone() =>
        Assert.Empty(SettingsSources.Problems(
            Sections,
            ["urls", "environment", "Tws", "simulator"],
            new Hashtable { ["PATH"] = "", ["Tws__Port"] = "1", ["TradingBlazor__tws__port"] = "1", ["Logging__LogLevel__Default"] = "Debug", ["GITHUB__TOKEN__X"] = "" },
            ["Serilog", "Kestrel", "Risk"]));
}
