using Serilog.Events;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.State;

namespace TradingBlazor.Hosting;

/// <summary>Changes of the log's levels by people and programs: judged, done, and written to the audit log. One for each request.</summary>
internal sealed class LogLevelDesk(LogLevels levels, CommandGuard guard, IAuditLog audit)
{
    /// <summary>Minutes that a change may be given at most.</summary>
    public const int MinutesMax = 1_440;

    /// <summary>Changes one area.</summary>
    /// <param name="area">One of <see cref="LogLevels.Areas"/>.</param>
    /// <param name="level">The least level from now on; null for what the settings say.</param>
    /// <param name="minutes">After which it goes back by itself, 1 to <see cref="MinutesMax"/>; null when it stays until the next start.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Why not, a sentence for people; empty when done.</returns>
    public async Task<string> ChangeAsync(string area, LogEventLevel? level, int? minutes, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return by.Fault;
        LogLevelNow was = levels.Find(area)!;
        levels.Set(was.Area, level, minutes is { } m ? TimeSpan.FromMinutes(m) : null);
        LogLevelNow now = levels.Find(area)!;
        audit.Record(by.Entry("logLevel.changed", was.Area) with { Old = was.Level.ToString(), New = now.Until is { } until ? $"{now.Level} until {Format.MomentUtc(until)}" : now.Level.ToString() });
        return "";
    }

    /// <summary>Gives every area back to what the settings say.</summary>
    /// <returns>Why not, a sentence for people; empty when done.</returns>
    public async Task<string> ResetAsync(CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return by.Fault;
        LogLevelNow[] changed = [.. levels.Read().Where(l => l.IsChanged)];
        if (changed.Length == 0) return "Every area logs what the settings say already.";
        foreach (LogLevelNow area in changed) levels.Set(area.Area, null, null);
        audit.Record(by.Entry("logLevel.reset", "every area") with { Old = string.Join(", ", changed.Select(l => $"{l.Area} {l.Level}")), New = "as configured" });
        return "";
    }
}
