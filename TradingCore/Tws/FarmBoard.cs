using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>The data farms that the gateway has told of. A farm's state is apart from the socket's: it never touches the order channel.</summary>
internal sealed class FarmBoard
{
    private const int FarmsMax = 64;
    private readonly SortedDictionary<(string Name, FarmKind Kind), FarmState> _farms = [];

    /// <summary>All farms, by name.</summary>
    public IReadOnlyList<FarmState> All => [.. _farms.Values];

    /// <summary>Takes a notice; says whether it was news.</summary>
    public bool Take(int code, string text, DateTimeOffset now)
    {
        if (ErrorCodes.FarmOf(code) is not (var kind, var health)) return false;
        (string, FarmKind) key = (ErrorCodes.FarmName(text), kind);
        if (_farms.TryGetValue(key, out FarmState? known) ? known.Health == health : _farms.Count >= FarmsMax) return false;
        _farms[key] = new FarmState(key.Item1, kind, health, now);
        return true;
    }

    /// <summary>A new connection tells of all farms anew.</summary>
    public void Clear() => _farms.Clear();
}
