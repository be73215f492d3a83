using Serilog;
using Serilog.Events;
using TradingBlazor.Telemetry;

namespace TradingBlazor.Tests.Telemetry;

public sealed class LogTailTests
{
    [Fact]
    public void The_newest_lines_are_kept_in_words_with_their_source_and_their_fault()
    {
        var tail = new LogTail();
        using Serilog.Core.Logger log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(tail).CreateLogger();
        log.Information("The first of {Count}", LogTail.Kept + 2);
        for (int i = 0; i < LogTail.Kept - 1; i++) log.Debug("Step {Step}", i);
        log.ForContext(Serilog.Core.Constants.SourceContextPropertyName, "TradingCore.Tws.TwsGateway").Warning(new IOException("The line is dead.\nMore of it"), "{Host} was lost.", "127.0.0.1");

        IReadOnlyList<LogLine> all = tail.Newest(LogEventLevel.Verbose), grave = tail.Newest(LogEventLevel.Warning);

        Assert.Equal((LogTail.Kept + 1, LogTail.Kept), (tail.Count, all.Count));
        Assert.DoesNotContain(all, l => l.Text.StartsWith("The first", StringComparison.Ordinal));
        Assert.Equal((LogTail.Kept + 1L, "TwsGateway", "127.0.0.1 was lost. IOException: The line is dead."), (grave[0].Number, grave[0].Source, grave[0].Text));
        Assert.Single(grave);
    }
}
