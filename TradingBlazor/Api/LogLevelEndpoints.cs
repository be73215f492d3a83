using Serilog.Events;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Api;

/// <summary>What an area of the program logs.</summary>
/// <param name="Area">Namespace, or <c>default</c> for everything that has no level of its own.</param>
/// <param name="Level">The least level that is logged: <c>verbose</c>, <c>debug</c>, <c>information</c>, <c>warning</c>, <c>error</c> or <c>fatal</c>.</param>
/// <param name="Configured">What the settings say.</param>
/// <param name="Until">When it goes back to that by itself; null when it stays.</param>
internal sealed record LogLevelDto(string Area, string Level, string Configured, DateTimeOffset? Until)
{
    public static LogLevelDto Of(LogLevelNow now) => new(now.Area, now.Level.ToString().ToLowerInvariant(), now.Configured.ToString().ToLowerInvariant(), now.Until);
}

/// <summary>A change of a level.</summary>
/// <param name="Area">Which area; everything that has no level of its own when left out.</param>
/// <param name="Level">The least level from now on, or <c>configured</c> for what the settings say.</param>
/// <param name="Minutes">After how many minutes it goes back by itself, 1 to 1,440; when left out it stays until the next start.</param>
internal sealed record LogLevelRequest(string? Area, string Level, int? Minutes);

/// <summary>Levels of the log while the program runs.</summary>
internal static class LogLevelEndpoints
{
    private const string Configured = "configured";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/system/log-levels", (LogLevels levels) => TypedResults.Ok(levels.Read().Select(LogLevelDto.Of).ToArray())).WithName("GetLogLevels").Needs(Permission.Administer)
            .WithSummary("What each area of the program logs now.");
        group.MapPut("/system/log-level", SetAsync).WithName("SetLogLevel").Needs(Permission.Administer).WithSummary("Changes what an area logs, until the next start or for some minutes.")
            .Accepts<LogLevelRequest>("application/json").Produces<LogLevelDto>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SetAsync(HttpRequest request, LogLevels levels, LogLevelDesk desk, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string area = fields.Text("area", "the name of an area, such as TradingCore.Tws") ?? LogLevels.Default;
        string? text = fields.Text("level", "a level", isRequired: true);
        int? minutes = fields.Whole("minutes", 1, LogLevelDesk.MinutesMax);
        if (levels.Find(area) is not { } before) fields.Add("area", $"'area' is '{area}'. Expected one of {string.Join(", ", levels.Areas)}.");
        else area = before.Area;
        LogEventLevel level = default;
        bool isBack = text == Configured;
        if (text is not null && !isBack && !(Enum.TryParse(text, ignoreCase: true, out level) && !char.IsAsciiDigit(text[0])))
            fields.Add("level", $"'level' is '{text}'. Expected one of {string.Join(", ", Enum.GetNames<LogEventLevel>().Select(n => n.ToLowerInvariant()))}, {Configured}.");
        if (fields.Problem() is { } wrong) return wrong;

        // The route is for admins alone, so this is no refusal that anybody meets unless the rights went in between.
        string fault = await desk.ChangeAsync(area, isBack ? null : level, minutes, stop);
        return fault.Length > 0 ? ProblemResult.Of(StatusCodes.Status403Forbidden, "forbidden", "This is not allowed.", fault) : TypedResults.Ok(LogLevelDto.Of(levels.Find(area)!));
    }
}
