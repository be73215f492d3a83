using System.Text.Json;
using TradingCore.Domain;

namespace TradingBlazor.State.Ladder;

/// <summary>Five quantities that a ladder sends with one key, by kind of product.</summary>
public static class LadderSizes
{
    /// <summary>Number of presets; the keys 1 to 5.</summary>
    public const int Count = 5;

    /// <summary>Name under which a person's own presets are stored.</summary>
    public static string Key(SecurityType type) => "ladder.sizes." + SecurityTypes.Code(type);

    /// <summary>What a person begins with.</summary>
    public static IReadOnlyList<decimal> Usual(SecurityType type) => type switch
    {
        SecurityType.Future or SecurityType.Option or SecurityType.FutureOption => [1m, 2m, 5m, 10m, 20m],
        SecurityType.Forex => [10_000m, 25_000m, 50_000m, 100_000m, 250_000m],
        SecurityType.Crypto => [0.01m, 0.05m, 0.1m, 0.5m, 1m],
        _ => [1m, 10m, 50m, 100m, 500m],
    };

    /// <summary>A quantity as its key says it: short where nothing is lost (<c>25K</c>), and never rounded.</summary>
    public static string Text(decimal size) => size switch
    {
        >= 1_000_000m when size % 100_000m == 0m => Format.Quantity(size / 1_000_000m) + "M",
        >= 10_000m when size % 1_000m == 0m => Format.Quantity(size / 1_000m) + "K",
        _ => Format.Quantity(size),
    };

    /// <summary>Reads stored presets; the usual ones when there are none or they cannot be read.</summary>
    public static IReadOnlyList<decimal> Read(string? json, SecurityType type)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize<decimal[]>(json) is { Length: Count } sizes && sizes.All(s => s > 0m) ? sizes : Usual(type);
        }
        catch (JsonException)
        {
            return Usual(type);
        }
    }

    /// <summary>Presets to store.</summary>
    public static string Write(IReadOnlyList<decimal> sizes) => JsonSerializer.Serialize(sizes);
}
