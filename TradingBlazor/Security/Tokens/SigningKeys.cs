using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;
using TradingBlazor.Cluster;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Security.Tokens;

/// <summary>
/// The keys that own tokens are signed with, kept in the data folder under the data protection of the program and, where several processes are one desk,
/// encrypted in Redis, so that each accepts the tokens of all. When the newest is old enough a new one takes its place; an old one is accepted until no
/// token of it can be alive. Thread-safe.
/// </summary>
/// <param name="folder">Data folder.</param>
/// <param name="protection">Protects the file.</param>
/// <param name="options">Ages.</param>
/// <param name="clock">Clock.</param>
/// <param name="logger">Log.</param>
/// <param name="shared">Keys of all processes; null when this process is alone.</param>
internal sealed class SigningKeys(DataFolder folder, IDataProtectionProvider protection, SecurityOptions options, TimeProvider clock, ILogger<SigningKeys> logger, SealedHash? shared = null) : IDisposable
{
    /// <summary>Algorithm of every own token.</summary>
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    /// <summary>How long a key is accepted beyond what its tokens need: for clocks that differ, and for a change of keys that waits.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>How long a change of keys waits for a Redis that is away: a key that nobody else can learn is worse than one that is somewhat old.</summary>
    private static readonly TimeSpan ChangeWait = Overlap / 2;

    private static readonly TimeSpan Reread = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RereadWhileAway = TimeSpan.FromSeconds(2);

    /// <summary>How often a token with an unknown key makes this process look: anybody can send one.</summary>
    private static readonly TimeSpan UnknownRest = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IDataProtector _protector = protection.CreateProtector("TradingBlazor.SigningKeys");
    private Reading _last = new([], DateTimeOffset.MinValue, "");

    private string File => Path.Combine(folder.Root, "signing-keys");

    /// <summary>Why keys that other processes made may be missing here; empty while they are not.</summary>
    public string Problem => Volatile.Read(ref _last).Problem;

    /// <summary>The key for new tokens.</summary>
    public async Task<ECDsaSecurityKey> CurrentAsync(CancellationToken stop) => (await FreshAsync(stop))[^1].Security;

    /// <summary>Every key that a living token may be signed with, the newest last.</summary>
    public async Task<IReadOnlyList<ECDsaSecurityKey>> AllAsync(CancellationToken stop) => [.. (await FreshAsync(stop)).Select(k => k.Security)];

    /// <summary>Every key, after a look at those of the other processes when none has the name: another one may have changed its key this moment.</summary>
    /// <param name="id">Name of a key, as a token gives it.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<IReadOnlyList<ECDsaSecurityKey>> KnowingAsync(string id, CancellationToken stop)
    {
        IReadOnlyList<SigningKey> keys = await FreshAsync(stop);
        if (keys.All(k => k.Id != id)) keys = await LookAsync(UnknownRest, mayBeOld: false, stop);
        return [.. keys.Select(k => k.Security)];
    }

    /// <summary>What others need to verify tokens: the public parts.</summary>
    public async Task<IReadOnlyList<JsonWebKey>> PublicAsync(CancellationToken stop) =>
        [.. (await AllAsync(stop)).Select(k =>
        {
            ECParameters p = k.ECDsa.ExportParameters(includePrivateParameters: false);
            return new JsonWebKey { Kty = "EC", Crv = "P-256", Alg = Algorithm, Use = "sig", Kid = k.KeyId, X = Base64UrlEncoder.Encode(p.Q.X), Y = Base64UrlEncoder.Encode(p.Q.Y) };
        })];

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private Task<IReadOnlyList<SigningKey>> FreshAsync(CancellationToken stop) => LookAsync(Problem.Length > 0 ? RereadWhileAway : Reread, mayBeOld: true, stop);

    private async Task<IReadOnlyList<SigningKey>> LookAsync(TimeSpan maxAge, bool mayBeOld, CancellationToken stop)
    {
        if (IsFresh(maxAge)) return _last.Keys;
        // One looks; who can do with what is known does not wait for it.
        bool hasGate = await _gate.WaitAsync(mayBeOld && _last.Keys.Count > 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, stop);
        if (!hasGate) return _last.Keys;
        try
        {
            if (!IsFresh(maxAge)) Volatile.Write(ref _last, await ReadAllAsync(clock.GetUtcNow(), stop));
            return _last.Keys;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsFresh(TimeSpan maxAge)
    {
        Reading last = Volatile.Read(ref _last);
        return last.Keys.Count > 0 && (clock.GetUtcNow() - last.Time).Duration() < maxAge;
    }

    private async Task<Reading> ReadAllAsync(DateTimeOffset now, CancellationToken stop)
    {
        // Another process on this folder may have made a new key, too.
        SigningKey[] inFile = ReadFile();
        Dictionary<string, SigningKey> all = _last.Keys.Concat(inFile).DistinctBy(k => k.Id).ToDictionary(k => k.Id, StringComparer.Ordinal);
        (HashSet<string>? inRedis, string away) = await LearnAsync(all, stop);
        foreach (string old in all.Values.Where(k => now - k.Created > options.Jwt.KeyAge + options.Jwt.Lifetime + Overlap).Select(k => k.Id).ToArray())
        {
            all.Remove(old);
            // What is gone from Redis already is no fault, and what stays there for now is taken out at the next look.
            if (inRedis?.Contains(old) == true) _ = await TellAsync(s => s.RemoveAsync(old, stop));
        }
        TimeSpan age = all.Count == 0 ? TimeSpan.MaxValue : now - all.Values.Max(k => k.Created);
        if (age > options.Jwt.KeyAge)
        {
            var made = SigningKey.Make(now);
            if (away.Length == 0) away = await TellAsync(s => s.WriteAsync(made.Id, SigningKey.Write([made]), stop));
            if (away.Length == 0 || age > options.Jwt.KeyAge + ChangeWait) all.Add(made.Id, made);
            if (away.Length == 0) inRedis?.Add(made.Id);
        }
        foreach (SigningKey one in all.Values)
            if (away.Length == 0 && inRedis?.Contains(one.Id) == false) away = await TellAsync(s => s.WriteAsync(one.Id, SigningKey.Write([one]), stop));
        SigningKey[] keys = [.. all.Values.OrderBy(k => k.Created).ThenBy(k => k.Id, StringComparer.Ordinal)];
        if (!keys.Select(k => k.Id).SequenceEqual(inFile.Select(k => k.Id))) WriteFile(keys);
        if (away.Length > 0 && _last.Problem.Length == 0) logger.SigningKeysAlone(away);
        return new Reading(keys, now, away);
    }

    /// <summary>Adds the keys of the other processes.</summary>
    private async Task<(HashSet<string>? Names, string Away)> LearnAsync(Dictionary<string, SigningKey> all, CancellationToken stop)
    {
        if (shared is null) return (null, "");
        try
        {
            Dictionary<string, byte[]> found = await shared.ReadAsync(stop);
            foreach ((string name, byte[] plain) in found)
                if (!all.ContainsKey(name) && Parse(plain) is [{ } key] && key.Id == name) all.Add(name, key);
            return ([.. found.Keys], "");
        }
        catch (RedisAwayException e)
        {
            return (null, e.Message);
        }
    }

    private async Task<string> TellAsync(Func<SealedHash, Task> tell)
    {
        if (shared is null) return "";
        try
        {
            await tell(shared);
            return "";
        }
        catch (RedisAwayException e)
        {
            return e.Message;
        }
    }

    private SigningKey[] ReadFile()
    {
        if (!System.IO.File.Exists(File)) return [];
        try
        {
            return [.. Parse(_protector.Unprotect(System.IO.File.ReadAllBytes(File))).OrderBy(k => k.Created).ThenBy(k => k.Id, StringComparer.Ordinal)];
        }
        catch (CryptographicException)
        {
            // The keys of the data protection are others: nobody can use what is here. New keys end the tokens of the old ones, a quarter of an hour early at most.
            return [];
        }
    }

    private void WriteFile(SigningKey[] keys)
    {
        try
        {
            PrivateFile.Write(File, _protector.Protect(SigningKey.Write(keys)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk signs nobody out.
            logger.SigningKeysNotWritten(File, e.Message);
        }
    }

    private static SigningKey[] Parse(byte[] plain)
    {
        try
        {
            return [.. SigningKey.Read(plain)];
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return [];
        }
    }

    private sealed record Reading(IReadOnlyList<SigningKey> Keys, DateTimeOffset Time, string Problem);
}
