using TwsSimulator;
using TwsSimulator.Faults;

namespace TradingCore.Tests.Simulation.Faults;

public sealed class FaultScriptTests
{
    [Fact]
    public void A_script_has_a_name_and_steps_that_may_repeat()
    {
        FaultScript script = FaultScript.Parse("""
            name: farm flap
            description: three short breaks
            steps:
              - repeat: 3
                steps:
                  - after: 500ms
                    fault: farmDown
                    farm: usfarm
                  - after: 3s
                    fault: farmUp
              - when: orderPlaced
                count: 2
                fault: dropConnection
            """);

        Assert.Equal(("farm flap", 7), (script.Name, script.Length));
        Assert.Equal(TimeSpan.FromMilliseconds(500), script.Steps[0].After);
        Assert.Equal((FaultOccasion.OrderPlaced, 2), (script.Steps[6].When, script.Steps[6].Count));
    }

    [Fact]
    public void One_step_alone_is_a_script_and_json_will_do()
        => Assert.Equal(1, FaultScript.Parse("""{ "fault": "delay", "by": "200ms", "for": "1m" }""").Length);

    [Theory]
    [InlineData("steps:\n  - fault: dropConection", "line 2, column 5", "there is no fault \"dropConection\"")]
    [InlineData("steps:\n  - fault: dropConnection\n    clinet: 1", "line 3, column 5", "the key \"clinet\" is not known here")]
    [InlineData("- fault: delay\n  by: soon", "line 2, column 7", "\"soon\" is no by; give a time")]
    [InlineData("- fault: delay", "line 1, column 3", "the key \"by\" is missing")]
    [InlineData("- fault: garbage\n  bytes: 1", "line 2, column 10", "give a whole number from 4")]
    [InlineData("- fault: loseOrderAck\n  what: nothing", "line 2, column 9", "give all, openOrder, status")]
    [InlineData("- at: 1s\n  after: 1s\n  fault: garbage", "line 1, column 3", "a step has one of")]
    [InlineData("nam: x\nsteps: []", "line 1, column 1", "the key \"nam\" is not known here")]
    [InlineData("name: x", "line 1, column 1", "the key \"steps\" is missing")]
    [InlineData("just words", "line 1, column 1", "a script is a map")]
    [InlineData("steps: [", "line 2", "this is not YAML")]
    [InlineData("- repeat: 0\n  steps: []", "line 1, column 11", "give a whole number from 1")]
    public void A_bad_script_is_refused_with_the_place_and_what_would_be_right(string yaml, string place, string sentence)
    {
        string message = Assert.Throws<SimulatorException>(() => FaultScript.Parse(yaml)).Message;

        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_is_not_there_is_told_by_name()
        => Assert.Contains("no-such-file.yaml", Assert.Throws<SimulatorException>(() => FaultScript.Load("no-such-file.yaml")).Message, StringComparison.Ordinal);
}
