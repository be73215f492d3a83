using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace TradingCore.Persistence;

/// <summary>
/// Writes a text so that every database can hold it: a text of PostgreSQL cannot hold U+0000, which stands in for itself as U+FFFD. One in a broker's message would
/// keep every later entry out of the history, and a stranger types what he likes into a sign-in.
/// </summary>
public sealed class StorableText() : ValueConverter<string, string>(s => s.Replace('\0', '\uFFFD'), s => s);
