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

    [Theory]
    [InlineData("foo", "'foo' on the command line sets nothing. Expected --Section:Key=value, such as --Tws:Port=4002.")]
    [InlineData("--Tws:Port", "--Tws:Port has no value. Expected --Tws:Port=value.")]
    [InlineData("--Tws:Host 127.0.0.1 4002", "'4002' on the command line sets nothing. Expected --Section:Key=value, such as --Tws:Port=4002.")]
    public void A_word_of_the_command_line_that_sets_nothing_is_named(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(SettingsSources.ArgumentProblems(line.Split(' '))));

    [Theory]
    [InlineData("--Tws:Port=4002 --Tws:Host 127.0.0.1 /Tws:ClientId 3 Simulator:Seed=2")]
    [InlineData("--urls http://localhost:0 --Persistence:Folder=--strange")]
    public void Every_form_of_a_setting_that_the_framework_reads_passes(string line) => Assert.Empty(SettingsSources.ArgumentProblems(line.Split(' ')));

    [Fact]
    public void What_the_framework_and_other_programs_read_is_left_alone() =>
        Assert.Empty(SettingsSources.Problems(
            Sections,
            ["urls", "environment", "Tws", "simulator"],
            new Hashtable { ["PATH"] = "", ["Tws__Port"] = "1", ["TradingBlazor__tws__port"] = "1", ["Logging__LogLevel__Default"] = "Debug", ["GITHUB__TOKEN__X"] = "" },
            ["Serilog", "Kestrel", "Risk"]));
}
