using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Harness;
using TradingCore.Persistence;

namespace TradingBlazor.Tests.Security;

public sealed class AuditTests
{
    [Fact]
    public async Task A_log_that_nobody_touched_is_whole() => Assert.True((await VerifyAsync(Chain(5), Chain(5)[^1])).IsWhole);

    [Fact]
    public async Task A_changed_entry_is_found()
    {
        AuditRow[] rows = Chain(5);
        rows[2].New = "limit=1000000";

        AuditVerdict verdict = await VerifyAsync(rows, rows[^1]);

        Assert.Equal((false, 3L), (verdict.IsWhole, verdict.BrokenAt));
    }

    [Fact]
    public async Task An_entry_that_was_taken_out_is_found() => Assert.Equal(3L, (await VerifyAsync([.. Chain(5).Where(r => r.Number != 3)], Chain(5)[^1])).BrokenAt);

    [Fact]
    public async Task A_cut_end_is_found() => Assert.Equal(4L, (await VerifyAsync(Chain(5)[..3], Chain(5)[^1])).BrokenAt);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_cut_end_is_found_also_after_the_program_has_written_on(int after)
    {
        using var place = new TemporaryFolder();
        using DataFolder folder = DataFolder.Open(place.Path);
        SecurityDatabase database = SecurityDatabase.Sqlite(folder.Database);
        await database.ReadyAsync(Stop);
        await WriteAsync(database, folder, 5);
        await using (SecurityContext db = await database.OpenAsync(Stop)) await db.Audit.Where(a => a.Number > 3).ExecuteDeleteAsync(Stop);

        await WriteAsync(database, folder, after);
        AuditVerdict verdict = await new AuditVerifier(database, folder).VerifyAsync(Stop);

        Assert.Equal((false, 5L, 3L + after), (verdict.IsWhole, verdict.BrokenAt, await CountAsync(database)));
    }

    [Fact]
    public async Task A_log_that_was_written_anew_from_the_beginning_is_found()
    {
        AuditRow[] forged = Chain(5, "somebody else");

        Assert.False((await VerifyAsync(forged, Chain(5)[^1])).IsWhole);
    }

    [Fact]
    public void A_text_cannot_move_from_one_field_into_the_next()
    {
        AuditRow one = Chain(1)[0], two = Chain(1)[0];
        (one.Old, one.New) = ("a", "b1:c");
        (two.Old, two.New) = ("a1:b", "c");

        Assert.NotEqual(AuditChain.HashOf(one), AuditChain.HashOf(two));
    }

    // RFC 6238, appendix B, SHA-1, the last six of the eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code("12345678901234567890"u8, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task WriteAsync(SecurityDatabase database, DataFolder folder, int count)
    {
        using var log = new AuditLog(database, folder, TimeProvider.System, NullLogger<AuditLog>.Instance);
        await log.StartAsync(Stop);
        for (int i = 0; i < count; i++) await log.RecordAsync(new AuditEntry("user mira", "limits.changed"), Stop);
        await log.StopAsync(Stop);
    }

    private static async Task<long> CountAsync(SecurityDatabase database)
    {
        await using SecurityContext db = await database.OpenAsync(Stop);
        return await db.Audit.LongCountAsync(Stop);
    }

    private static Task<AuditVerdict> VerifyAsync(AuditRow[] rows, AuditRow head) => AuditVerifier.VerifyAsync(rows.ToAsyncEnumerable(), (head.Number, head.Hash));

    private static AuditRow[] Chain(int count, string who = "user mira")
    {
        string previous = AuditChain.Origin;
        var rows = new AuditRow[count];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new AuditRow { Number = i + 1, Time = new DateTimeOffset(2026, 10, 5, 14, 30, i, TimeSpan.Zero), Who = who, Action = "limits.changed", New = $"limit={i}", PreviousHash = previous };
            previous = rows[i].Hash = AuditChain.HashOf(rows[i]);
        }
        return rows;
    }
}
