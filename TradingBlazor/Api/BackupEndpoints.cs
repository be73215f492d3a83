using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Settings;

namespace TradingBlazor.Api;

/// <summary>Hands out backups. They hold hashes of passwords, keys and second factors, so they leave only right after a second factor.</summary>
internal static class BackupEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/settings/backup/files/{name}", DownloadAsync).ExcludeFromDescription().Needs(Permission.Administer);

    private static async Task<IResult> DownloadAsync(string name, Backups backups, CommandGuard guard, StepUpGuard stepUp, IAuditLog audit, CancellationToken stop)
    {
        CommandJudgement by = await guard.JudgeAsync(Permission.Administer, null, stop);
        if (by.Fault.Length > 0) return ProblemResult.Of(StatusCodes.Status409Conflict, "refused", "Refused.", by.Fault);
        if (backups.Find(name) is not { } file) return ProblemResult.Of(StatusCodes.Status404NotFound, "notFound", "There is no such backup.", "The page /settings/backup lists those there are.");
        if (await stepUp.FaultAsync(by.Access!, Permission.Administer, "download a backup", stop) is { Length: > 0 } stale) return ProblemResult.Of(StatusCodes.Status409Conflict, "secondFactorNeeded", "The second factor is needed again.", stale);
        await audit.RecordAsync(by.Entry("backup.downloaded", name), stop);
        return TypedResults.PhysicalFile(file, "application/zip", name);
    }
}
