namespace TradingCore.Persistence.Redis;

/// <summary>Refusals of a server of Redis that pass by themselves, in words: it answered, did nothing of what it was asked, and is away for the caller all the same.</summary>
internal static class RedisRefusal
{
    /// <summary>What is to be said when replicas answer alone: the master was killed, or was made one of them.</summary>
    public const string NoMaster = "the server that answers is a replica, and the new master is not known yet.";

    private static readonly (string Code, string Sentence)[] Known =
    [
        ("READONLY", NoMaster),
        ("LOADING", "the server has just started and still reads its data."),
        ("CLUSTERDOWN", "the cluster is not whole: a part of it has no master."),
        ("MASTERDOWN", "the server is a replica that has lost its master."),
        ("TRYAGAIN", "the cluster is moving data from one master to another."),
        ("NOREPLICAS", "the master has too few replicas to take anything."),
        ("MISCONF", "the server cannot write its data to its disk, and takes nothing until it can."),
        ("OOM", "the server has used all the memory that it may have."),
        ("BUSY", "the server is busy with a script that does not end."),
    ];

    /// <summary>The sentence; null when it is another error, which says that the call was wrong.</summary>
    public static string? SentenceOf(string message)
    {
        foreach ((string code, string sentence) in Known)
            if (Has(message, code)) return sentence;
        return null;
    }

    /// <summary>True when another server than the one that was asked is the master.</summary>
    public static bool IsWrongServer(string message) => Has(message, "READONLY");

    // Servers before 7 put their own words around what a call in a script came to: "ERR Error running script ...: -READONLY You can't write".
    private static bool Has(string message, string code) => message.StartsWith(code + " ", StringComparison.Ordinal) || message.Contains($" -{code} ", StringComparison.Ordinal);
}
