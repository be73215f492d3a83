using System.Data.Common;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>Rights that are taken at the very moment in which somebody looks them up.</summary>
public sealed class RightsWhileReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.Path, "security.db");

    [Fact]
    public async Task A_key_that_is_revoked_while_the_keys_are_read_opens_nothing_afterwards()
    {
        SecurityDatabase plain = SecurityDatabase.Sqlite(File);
        (string id, _, string hash) = KeyBook.Create();
        await ChangeAsync(plain, db => db.ApiKeys.Add(new ApiKeyRow { Id = id, Hash = hash, Name = "robot", Scope = KeyScope.Trade, OwnerId = DeskClaims.KeyFile, CreatedTime = Now }));
        var pause = new PauseAfter("api_keys");
        using var book = new KeyBook(SecurityDatabase.Sqlite(File, null, pause), TimeProvider.System, NullLogger<KeyBook>.Instance);

        Task<CallerAccess?> under = book.FindByIdAsync(id, Stop).AsTask();
        await pause.Reached.Task.WaitAsync(Stop);
        await ChangeAsync(plain, db => db.ApiKeys.Single().RevokedTime = Now);
        book.Forget();
        pause.Go.SetResult();
        await under;

        Assert.Null(await book.FindByIdAsync(id, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_ends_while_it_is_looked_up_is_over_at_once(bool isForAll)
    {
        SecurityDatabase plain = SecurityDatabase.Sqlite(File);
        await ChangeAsync(plain, db =>
        {
            db.Users.Add(new DeskUser { Id = "u1", UserName = "anna", SecurityStamp = "s" });
            db.Sessions.Add(new SessionRow { Id = "one", UserId = "u1", Stamp = "s", CreatedTime = Now, LastSeenTime = Now, ExpiresTime = Now.AddDays(1) });
        });
        var pause = new PauseAfter("account_rights");
        SecurityDatabase database = SecurityDatabase.Sqlite(File, null, pause);
        using var keys = new KeyBook(database, TimeProvider.System, NullLogger<KeyBook>.Instance);
        var book = new AccessBook(database, keys, TimeProvider.System, NullLogger<AccessBook>.Instance);
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeskClaims.Session, "one")], "test"));

        Task<CallerAccess?> under = book.FindAsync(user, Stop).AsTask();
        await pause.Reached.Task.WaitAsync(Stop);
        await ChangeAsync(plain, db => db.Sessions.Single().RevokedTime = Now);
        if (isForAll) book.ForgetAll();
        else book.Forget("one");
        pause.Go.SetResult();

        Assert.Null(await under);
        Assert.Null(await book.FindAsync(user, Stop));
    }

    private static async Task ChangeAsync(SecurityDatabase database, Action<SecurityContext> change)
    {
        await using SecurityContext db = await database.OpenAsync(Stop);
        change(db);
        await db.SaveChangesAsync(Stop);
    }

    public void Dispose() => _folder.Dispose();

    // Holds the first read of a table when its rows are there and nobody has them yet.
    private sealed class PauseAfter(string table) : DbCommandInterceptor
    {
        private int _reads;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        {
            if (!command.CommandText.Contains($"FROM \"{table}\"", StringComparison.Ordinal) || Interlocked.Increment(ref _reads) > 1) return result;
            Reached.SetResult();
            await Go.Task;
            return result;
        }
    }
}
