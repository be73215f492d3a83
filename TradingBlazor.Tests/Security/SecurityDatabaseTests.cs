using Npgsql;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Tests.Security;

public sealed class SecurityDatabaseTests
{
    private const string Given = "Host=db;Database=trading;Username=u;Password=p";

    [Theory]
    [InlineData("", 5, 12)]
    [InlineData(";Timeout=9", 9, 12)]
    [InlineData(";Command Timeout=40", 5, 40)]
    [InlineData(";CommandTimeout=40;Timeout=1", 1, 40)]
    public void Somebody_at_a_page_waits_seconds_for_a_database_that_does_not_answer(string more, int connect, int command)
    {
        NpgsqlConnectionStringBuilder settings = SecurityDatabase.Settings(Given + more);

        Assert.Equal((connect, command), (settings.Timeout, settings.CommandTimeout));
    }
}
