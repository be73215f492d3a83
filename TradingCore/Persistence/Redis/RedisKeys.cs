using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>Names in Redis. All carry one hash tag, so that in a cluster they lie in one slot and a script may touch several.</summary>
public sealed class RedisKeys(string prefix)
{
    private readonly string _tag = $"{{{prefix}}}:";

    /// <summary>Lease of the engine.</summary>
    public RedisKey Lease => _tag + "lease";

    /// <summary>Counter of fencing tokens.</summary>
    public RedisKey Fence => _tag + "fence";

    /// <summary>Who took the lease last.</summary>
    public RedisKey LastHolder => _tag + "last-holder";

    /// <summary>Hash of everything that screens show.</summary>
    public RedisKey Cache => _tag + "cache";

    /// <summary>Stream of what happened to orders, capped.</summary>
    public RedisKey News => _tag + "news";

    /// <summary>List of commands to the engine.</summary>
    public RedisKey Commands => _tag + "commands";

    /// <summary>List of commands that go before all others: kill switch and cancels.</summary>
    public RedisKey Urgent => _tag + "urgent";

    /// <summary>Keys that protect cookies.</summary>
    public RedisKey DataProtection => _tag + "data-protection";

    /// <summary>Keys that sign tokens.</summary>
    public RedisKey SigningKeys => _tag + "signing-keys";

    /// <summary>What the engine tells the web processes.</summary>
    public RedisChannel Changes => RedisChannel.Literal(_tag + "changes");

    /// <summary>Rings when a command lies in a list.</summary>
    public RedisChannel Bell => RedisChannel.Literal(_tag + "bell");

    /// <summary>Answers to the commands of one web process.</summary>
    public RedisChannel Answers(string process) => RedisChannel.Literal($"{_tag}answers:{process}");
}
