namespace TradingCore.Persistence;

/// <summary>Databases that can hold the history.</summary>
public enum PersistenceProvider
{
    /// <summary>A file in the data folder; needs no server.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, named by <see cref="PersistenceOptions.ConnectionString"/>.</summary>
    PostgreSql,
}
