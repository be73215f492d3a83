using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

/// <summary>What people have set for their pages, on each database.</summary>
public abstract class UserPreferencesTests : OnEachDatabase
{
    [Fact]
    public async Task A_preference_is_found_by_its_user_alone_and_the_newest_value_counts()
    {
        IPreferenceStore preferences = await StartedAsync();

        await preferences.WriteAsync("anna", "layouts", "{}", Stop);
        await preferences.WriteAsync("anna", "layouts", """{"current":"Wall"}""", Stop);
        await preferences.WriteAsync("anna", "theme", "\"light\"", Stop);
        await preferences.WriteAsync("ben", "theme", "\"dark\"", Stop);
        await preferences.WriteAsync("ben", "theme", null, Stop);

        Assert.Equal(new Dictionary<string, string> { ["layouts"] = """{"current":"Wall"}""", ["theme"] = "\"light\"" }, await preferences.ReadAsync("anna", Stop));
        Assert.Empty(await preferences.ReadAsync("ben", Stop));
    }

    [Fact]
    public async Task A_name_or_value_that_is_too_long_is_refused()
    {
        IPreferenceStore preferences = await StartedAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => preferences.WriteAsync("", "theme", "1", Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => preferences.WriteAsync("anna", new string('k', IPreferenceStore.NameMax + 1), "1", Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => preferences.WriteAsync("anna", "theme", new string('v', IPreferenceStore.ValueMax + 1), Stop));
    }

    private async Task<IPreferenceStore> StartedAsync()
    {
        await Stored.StartAsync();
        return new UserPreferences(Stored.Database, TimeProvider.System);
    }
}

public sealed class SqliteUserPreferencesTests : UserPreferencesTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => SqliteAsync(folder);
}

[Collection(PostgresTestsCollection.Name)]
public sealed class PostgresUserPreferencesTests(SharedPostgres postgres) : UserPreferencesTests
{
    private protected override Task<Func<HistoryDatabase>> NewDatabaseAsync(TemporaryFolder folder) => PostgresAsync(postgres);
}
