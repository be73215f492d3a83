using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using TradingBlazor.Security.Store;
using TradingCore.Persistence;

namespace TradingBlazor.Security.Audit;

/// <summary>What the verifier found.</summary>
/// <param name="IsWhole">True when every entry is as it was written and none is missing.</param>
/// <param name="Entries">How many were looked at.</param>
/// <param name="BrokenAt">Number of the first entry that is not right; null when none.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record AuditVerdict(bool IsWhole, long Entries, long? BrokenAt, string Message);

/// <summary>Reads the whole audit log and computes every hash anew.</summary>
internal sealed class AuditVerifier(SecurityDatabase database, DataFolder folder)
{
    private const int PageSize = 1_000;

    /// <summary>Verifies the log of this database against the file in the data folder.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken stop)
    {
        // Read first: entries that are written meanwhile lie after it.
        (long Number, string Hash)? head = AuditHead.Read(folder.AuditHead);
        await using SecurityContext db = await database.OpenAsync(stop);
        return await VerifyAsync(db, head, stop);
    }

    /// <summary>Verifies the log of a database that is open.</summary>
    internal static Task<AuditVerdict> VerifyAsync(SecurityContext db, (long Number, string Hash)? head, CancellationToken stop) => VerifyAsync(RowsAsync(db, stop), head);

    /// <summary>Verifies entries in the order of their numbers.</summary>
    /// <param name="rows">The entries.</param>
    /// <param name="head">Number and hash that the newest must at least have; null when not known.</param>
    internal static async Task<AuditVerdict> VerifyAsync(IAsyncEnumerable<AuditRow> rows, (long Number, string Hash)? head)
    {
        long count = 0;
        string previous = AuditChain.Origin;
        await foreach (AuditRow row in rows)
        {
            count++;
            if (row.Number != count) return Broken(count, $"entry {count} is missing");
            if (row.PreviousHash != previous) return Broken(count, $"entry {count} does not follow the one before it");
            if (row.Hash != AuditChain.HashOf(row)) return Broken(count, $"entry {count} was changed after it was written");
            if (head is { } known && known.Number == count && known.Hash != row.Hash) return Broken(count, $"entry {count} is another one than the file in the data folder witnesses");
            previous = row.Hash;
        }
        if (head is { } witnessed && witnessed.Number > count) return Broken(count + 1, $"the entries {count + 1} to {witnessed.Number} are missing at the end");
        return new AuditVerdict(true, count, null, $"All {count} entries are as they were written{(head is null ? "; there is no witness of the end in the data folder" : "")}.");

        AuditVerdict Broken(long at, string why) => new(false, count, at, $"The audit log is not whole: {why}.");
    }

    private static async IAsyncEnumerable<AuditRow> RowsAsync(SecurityContext db, [EnumeratorCancellation] CancellationToken stop)
    {
        long last = 0;
        while (true)
        {
            List<AuditRow> page = await db.Audit.AsNoTracking().Where(a => a.Number > last).OrderBy(a => a.Number).Take(PageSize).ToListAsync(stop);
            if (page.Count == 0) yield break;
            foreach (AuditRow row in page) yield return row;
            last = page[^1].Number;
        }
    }
}
