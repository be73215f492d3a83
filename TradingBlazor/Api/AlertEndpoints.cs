using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Alerts;
using TradingBlazor.Api.Model;
using TradingBlazor.Security.Access;
using TradingCore.Alerts;
using TradingCore.Persistence;

namespace TradingBlazor.Api;

internal static class AlertEndpoints
{
    private const int PageMax = 500;
    private const int PageUsual = 100;
    private const int SnoozeMinutesMax = 10_080;
    private const long NeverSeen = -1;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/alerts", GetAlertsAsync).WithName("GetAlerts").Produces<AlertDto[]>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/alerts/{id}", GetAlertAsync).WithName("GetAlert").Produces<AlertDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/alerts/{id}/acknowledge", AcknowledgeAsync).WithName("AcknowledgeAlert").Needs(Permission.Alert).Produces<AlertDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/alerts/{id}/snooze", SnoozeAsync).WithName("SnoozeAlert").Needs(Permission.Alert).Accepts<SnoozeRequest>("application/json").Produces<AlertDto>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/alerts/heartbeats", (HeartbeatBook book) => TypedResults.Ok(book.All.Select(p => new HeartbeatDto(p.Key, p.Value)).ToArray())).WithName("GetHeartbeats")
            .WithSummary("Programs that gave a sign of life in this run, with the time of the last.");
        group.MapPost("/alerts/heartbeats/{name}", Beat).WithName("GiveHeartbeat").Needs(Permission.Alert).DisableRateLimiting().Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/alert-rules", GetRulesAsync).WithName("GetAlertRules").WithTag().Produces<AlertRuleDto[]>();
        group.MapGet("/alert-rules/{id}", GetRuleAsync).WithName("GetAlertRule").WithTag().Produces<AlertRuleDto>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/alert-rules", (HttpContext http, AlertDesk desk, IAlertCommands commands, CancellationToken stop) => SaveRuleAsync(null, http, desk, commands, stop)).WithName("MakeAlertRule").Needs(Permission.Alert)
            .WithSummary("Makes a rule.").Accepts<AlertRuleRequest>("application/json").Produces<AlertRuleDto>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPut("/alert-rules/{id}", (string id, HttpContext http, AlertDesk desk, IAlertCommands commands, CancellationToken stop) => SaveRuleAsync(id, http, desk, commands, stop)).WithName("ChangeAlertRule")
            .Needs(Permission.Alert).WithSummary("Puts a rule in the place of another. What is left out takes its usual value.").Accepts<AlertRuleRequest>("application/json").Produces<AlertRuleDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapDelete("/alert-rules/{id}", RemoveRuleAsync).WithName("RemoveAlertRule").Needs(Permission.Alert).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapGet("/alert-channels", GetChannels).WithName("GetAlertChannels").Needs(Permission.Administer);
        group.MapPut("/alert-channels/{name}", SaveChannelAsync).WithName("SaveAlertChannel").Needs(Permission.Administer).Accepts<AlertChannelRequest>("application/json").Produces<AlertChannelDto>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapDelete("/alert-channels/{name}", RemoveChannelAsync).WithName("RemoveAlertChannel").Needs(Permission.Administer).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapPost("/alert-channels/{name}/test", TestChannelAsync).WithName("TestAlertChannel").Needs(Permission.Administer).Produces<CommandDto>().ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status502BadGateway);
    }

    /// <summary>Alerts that the caller may see, newest first: the active ones, or with <c>state=all</c> every one that is kept.</summary>
    private static async Task<IResult> GetAlertsAsync(AlertDesk desk, IAlertCommands commands, TimeProvider clock, CancellationToken stop, string? state = null, string? severity = null, string? kind = null, string? text = null, string? before = null, int? limit = null)
    {
        var faults = new AlertFaults();
        AlertSeverity least = faults.Choice("severity", severity, AlertSeverity.Info);
        if (state is not (null or "active" or "all")) faults.Add("state", $"'state' is '{state}'. Expected active or all.");
        if (limit is < 1 or > PageMax) faults.Add("limit", $"'limit' is {limit}. Expected 1 to {PageMax}.");
        if (kind is not null && !AlertConditions.Kinds.Contains(kind)) faults.Add("kind", $"'kind' is '{kind}'. Expected one of {string.Join(", ", AlertConditions.Kinds)}.");
        if (!faults.IsEmpty) return ProblemResult.Invalid(faults.ByField);
        DateTimeOffset now = clock.GetUtcNow();
        if (state == "all")
        {
            try
            {
                IReadOnlyList<Alert> found = await commands.SearchAsync(new AlertFilter(text ?? "", least, kind ?? ""), before, limit ?? PageUsual, stop);
                return TypedResults.Ok(found.Select(a => AlertDto.Of(a, now)).ToArray());
            }
            catch (PersistenceException e)
            {
                return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "historyAway", "The history cannot be read.", $"{e.Message} Active alerts are there without state=all.");
            }
        }
        AlertViewer viewer = await commands.ViewerAsync(stop);
        IEnumerable<Alert> active = desk.Current.Active.Where(viewer.MaySee).Where(a => a.Severity >= least && (kind is null || a.Kind == kind))
            .Where(a => text is null || $"{a.Text} {a.RuleName} {a.Ticker}".Contains(text, StringComparison.OrdinalIgnoreCase));
        return TypedResults.Ok(active.OrderByDescending(a => a.Id, StringComparer.Ordinal).Where(a => before is null || string.CompareOrdinal(a.Id, before) < 0).Take(limit ?? PageUsual).Select(a => AlertDto.Of(a, now)).ToArray());
    }

    /// <summary>One alert with its history.</summary>
    private static async Task<IResult> GetAlertAsync(string id, AlertDesk desk, IAlertStore store, IAlertCommands commands, TimeProvider clock, CancellationToken stop)
    {
        Alert? alert = desk.Current.Find(id);
        try
        {
            alert ??= await store.FindAsync(id, stop);
        }
        catch (PersistenceException e)
        {
            return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "historyAway", "The history cannot be read.", e.Message);
        }
        return alert is not null && (await commands.ViewerAsync(stop)).MaySee(alert) ? TypedResults.Ok(AlertDto.Of(alert, clock.GetUtcNow())) : ProblemResult.NotFound("unknownAlert", $"There is no alert '{id}'.");
    }

    /// <summary>Says that somebody has seen an alert. Again changes nothing.</summary>
    private static async Task<IResult> AcknowledgeAsync(string id, IAlertCommands commands, TimeProvider clock, CancellationToken stop) => Answer(await commands.AcknowledgeAsync(id, stop), clock);

    /// <summary>Silence about an alert for some minutes, or until a time.</summary>
    private static async Task<IResult> SnoozeAsync(string id, HttpRequest request, IAlertCommands commands, TimeProvider clock, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        int? minutes = fields.Whole("minutes", 1, SnoozeMinutesMax);
        DateTimeOffset? until = fields.Time("until");
        if (minutes is null == until is null) fields.Add("minutes", "Expected either 'minutes' or 'until'.");
        if (fields.Problem() is { } wrong) return wrong;
        return Answer(await commands.SnoozeAsync(id, until ?? clock.GetUtcNow() + TimeSpan.FromMinutes(minutes!.Value), stop), clock);
    }

    /// <summary>A sign of life of another program. A rule of the kind silence tells when it stops.</summary>
    private static IResult Beat(string name, HeartbeatBook book, TimeProvider clock) =>
        book.Beat(name, clock.GetUtcNow()) is { Length: > 0 } fault ? ProblemResult.Invalid("name", fault) : TypedResults.NoContent();

    /// <summary>Rules that the caller may see, with how each stands: for admins all.</summary>
    private static async Task<IResult> GetRulesAsync(AlertDesk desk, IAlertCommands commands, CancellationToken stop)
    {
        AlertViewer viewer = await commands.ViewerAsync(stop);
        return TypedResults.Ok(desk.Rules().Where(r => viewer.MaySee(r.Rule)).Select(AlertRuleDto.Of).ToArray());
    }

    /// <summary>One rule. Its <c>ETag</c> begins with the version, which stands for what people made of it; what follows also stands for how it is now.</summary>
    private static async Task<IResult> GetRuleAsync(string id, AlertDesk desk, IAlertCommands commands, HttpResponse response, CancellationToken stop)
    {
        AlertViewer viewer = await commands.ViewerAsync(stop);
        return View(desk, id) is { } view && viewer.MaySee(view.Rule) ? Told(view, response) : ProblemResult.NotFound("unknownRule", $"There is no rule '{id}'.");
    }

    private static async Task<IResult> SaveRuleAsync(string? id, HttpContext http, AlertDesk desk, IAlertCommands commands, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(http.Request);
        if (fields is null) return problem!;
        (AlertRuleForm form, bool forAdmins, string reason) = AlertRuleJson.Read(fields);
        if (fields.Problem() is { } wrong) return wrong;
        AlertAnswer answer = await commands.SaveRuleAsync(id, form, forAdmins, reason, id is null ? null : Expected(http.Request, desk.FindRule(id)?.Version), stop);
        if (!answer.IsDone || View(desk, answer.Rule!.Id) is not { } view) return Problem(answer);
        if (id is not null) return Told(view, http.Response);
        http.Response.Headers.ETag = Tag(view.Rule.Version);
        return TypedResults.Created($"{TradingApi.Root}/alert-rules/{view.Rule.Id}", AlertRuleDto.Of(view));
    }

    /// <summary>Removes a rule. One that is there by default can be changed and switched off only.</summary>
    private static async Task<IResult> RemoveRuleAsync(string id, AlertDesk desk, IAlertCommands commands, HttpRequest request, CancellationToken stop)
    {
        AlertAnswer answer = await commands.RemoveRuleAsync(id, Expected(request, desk.FindRule(id)?.Version), stop);
        return answer.IsDone ? TypedResults.NoContent() : Problem(answer);
    }

    /// <summary>Channels with how they do.</summary>
    private static Ok<AlertChannelDto[]> GetChannels(AlertDesk desk) => TypedResults.Ok(desk.Current.Channels.Select(c => AlertChannelDto.Of(c, Health(desk, c.Name))).ToArray());

    /// <summary>Makes a channel, or changes one.</summary>
    private static async Task<IResult> SaveChannelAsync(string name, HttpRequest request, HttpResponse response, AlertDesk desk, IAlertCommands commands, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        var form = new AlertChannelForm(
            name, fields.Text("kind", "email or webhook", isRequired: true) ?? "", fields.Text("target", "recipients with commas between, or an address") ?? "", fields.Text("secret", "a secret"), fields.Flag("isEnabled") ?? true, Expected(request, Channel(desk, name)?.Version));
        if (fields.Problem() is { } wrong) return wrong;
        AlertAnswer answer = await commands.SaveChannelAsync(form, stop);
        if (!answer.IsDone || Channel(desk, name) is not { } channel) return Problem(answer);
        response.Headers.ETag = Tag(channel.Version);
        return TypedResults.Ok(AlertChannelDto.Of(channel, Health(desk, name)));
    }

    /// <summary>Removes a channel that no rule uses.</summary>
    private static async Task<IResult> RemoveChannelAsync(string name, AlertDesk desk, IAlertCommands commands, HttpRequest request, CancellationToken stop)
    {
        AlertAnswer answer = await commands.RemoveChannelAsync(name, Expected(request, Channel(desk, name)?.Version), stop);
        return answer.IsDone ? TypedResults.NoContent() : Problem(answer);
    }

    /// <summary>Sends a test over a channel. The answer says in plain words what came of it.</summary>
    private static async Task<IResult> TestChannelAsync(string name, IAlertCommands commands, CancellationToken stop)
    {
        AlertAnswer answer = await commands.TestChannelAsync(name, stop);
        return answer.Outcome switch
        {
            AlertOutcome.Done => TypedResults.Ok(new CommandDto(answer.Message)),
            AlertOutcome.Conflict => ProblemResult.Of(StatusCodes.Status502BadGateway, "notSent", "The test did not get through.", answer.Message),
            _ => Problem(answer),
        };
    }

    // A tag of something that is not so any more is judged with the command, which knows who changed it; so is one of a thing that there is not.
    private static long? Expected(HttpRequest request, long? version) =>
        request.Headers.IfMatch.Count == 0 || (version is not null && Tagged.IsAny(request.Headers.IfMatch)) ? null : version is { } now && Tagged.MatchesVersion(request.Headers.IfMatch, now) ? now : NeverSeen;

    private static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Ok<AlertRuleDto> Told(AlertRuleView view, HttpResponse response)
    {
        response.Headers.ETag = Tag(view.Rule.Version);
        return TypedResults.Ok(AlertRuleDto.Of(view));
    }

    private static AlertChannel? Channel(AlertDesk desk, string name) => desk.Current.Channels.FirstOrDefault(c => c.Name == name);

    private static AlertRuleView? View(AlertDesk desk, string id) => desk.Rules().FirstOrDefault(r => r.Rule.Id == id);

    private static AlertChannelHealth? Health(AlertDesk desk, string name) => desk.Current.Health.FirstOrDefault(h => h.Channel == name);

    private static IResult Answer(AlertAnswer answer, TimeProvider clock) => answer is { IsDone: true, Alert: { } alert } ? TypedResults.Ok(AlertDto.Of(alert, clock.GetUtcNow())) : Problem(answer);

    private static ProblemResult Problem(AlertAnswer answer) => answer.Outcome switch
    {
        AlertOutcome.Invalid => ProblemResult.Invalid(answer.Faults),
        AlertOutcome.NotFound => ProblemResult.NotFound("notFound", answer.Message),
        AlertOutcome.ChangedMeanwhile => ProblemResult.Of(StatusCodes.Status412PreconditionFailed, "changedMeanwhile", "Somebody has changed it.", answer.Message),
        AlertOutcome.Forbidden => ProblemResult.Of(StatusCodes.Status403Forbidden, "forbidden", "Not allowed.", answer.Message),
        _ => ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", answer.Message),
    };
}
