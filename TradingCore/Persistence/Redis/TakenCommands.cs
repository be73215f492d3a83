using System.Collections.Concurrent;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// In the engine: the commands that it took, for some time longer than their senders wait. So none is carried out twice, and a sender that has no answer can ask: an answer is lost when Redis changes its master
/// or is away for a moment. Thread-safe.
/// </summary>
internal sealed class TakenCommands(TimeProvider clock)
{
    /// <summary>Longer than anybody waits for an answer.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    // Those of commands fit in easily; what the gateway answers to a question may be large, and a question is asked again without harm.
    private const int AnswerBytesMax = 16 * 1024;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, byte[] Answer)> _taken = new(StringComparer.Ordinal);

    /// <summary>Notes one.</summary>
    /// <returns>False when it was taken before.</returns>
    public bool TryAdd(string id, DateTimeOffset expires) => _taken.TryAdd(id, (expires + KeptFor, []));

    /// <summary>Notes the signed answer to one.</summary>
    public void Answered(string id, byte[] answer)
    {
        if (answer.Length <= AnswerBytesMax && _taken.TryGetValue(id, out (DateTimeOffset Until, byte[] Answer) known)) _taken[id] = known with { Answer = answer };
    }

    /// <summary>The signed answer to one; empty while there is none.</summary>
    public byte[] AnswerOf(string id) => _taken.TryGetValue(id, out (DateTimeOffset Until, byte[] Answer) known) ? known.Answer : [];

    /// <summary>Forgets those of long ago.</summary>
    public void Forget()
    {
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((string id, (DateTimeOffset until, _)) in _taken)
            if (until < now) _taken.TryRemove(id, out _);
    }
}
