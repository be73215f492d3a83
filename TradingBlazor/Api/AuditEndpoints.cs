using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;

namespace TradingBlazor.Api;

internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/verify", VerifyAsync).WithName("VerifyAudit").Needs(Permission.ReadAudit);

    /// <summary>Computes every hash of the audit log anew, and says whether an entry was changed, removed or cut off.</summary>
    private static async Task<Ok<AuditVerdict>> VerifyAsync(AuditVerifier verifier, CancellationToken stop) => TypedResults.Ok(await verifier.VerifyAsync(stop));
}
