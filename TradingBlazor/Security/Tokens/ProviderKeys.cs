using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TradingBlazor.Security.Tokens;

/// <summary>
/// What an OpenID provider tells about itself: its name and its keys. Read at the first use, anew every half day beside the requests, and at once when a token names a key that is not known: a provider
/// that has changed its keys is asked before its token is refused. Asked at most every ten seconds, so that invented names of keys do not make it a target.
/// </summary>
internal sealed class ProviderKeys(string authority, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>Least time between two questions.</summary>
    internal static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    private const string NoConfiguration = "what it answered is no configuration of an OpenID provider";

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _address = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
    private readonly ProviderDocuments _documents = new(authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile OpenIdConnectConfiguration? _known;
    private long? _asked;
    private long _read;
    private string _problem = "";
    private volatile Task _refreshing = Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _documents.Dispose();
    }

    /// <summary>The newest that is known, asked for anew when it does not know a key.</summary>
    /// <param name="kid">Name of the key of a token.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="IOException">Nothing is known yet, and the provider does not answer.</exception>
    public async Task<OpenIdConnectConfiguration> KnowingAsync(string kid, CancellationToken stop)
    {
        if (_known is { } now && Knows(now, kid))
        {
            // What is old is asked for beside the request: a provider that hangs must not hold up who has a token that can be verified, least of all a cancel.
            if (clock.GetElapsedTime(Interlocked.Read(ref _read)) >= Fresh && _refreshing.IsCompleted) _refreshing = RefreshAsync();
            return now;
        }
        await _reading.WaitAsync(stop);
        try
        {
            // Somebody else may have asked while this one waited.
            bool isDue = _known is not { } known || !Knows(known, kid);
            if (isDue && (_asked is not { } last || clock.GetElapsedTime(last) >= Again)) await AskAsync();
            return _known ?? throw new IOException(_problem);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task RefreshAsync()
    {
        // Somebody else may be asking already.
        if (!await _reading.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            if (_asked is not { } last || clock.GetElapsedTime(last) >= Again) await AskAsync();
        }
        finally
        {
            _reading.Release();
        }
    }

    private static bool Knows(OpenIdConnectConfiguration known, string kid) => known.SigningKeys.Any(k => k.KeyId == kid);

    // The caller may go: what is asked is for everybody.
    private async Task AskAsync()
    {
        _asked = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            OpenIdConnectConfiguration read = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, limit.Token);
            // Any JSON can be read as one.
            if (string.IsNullOrEmpty(read.Issuer) || read.SigningKeys.Count == 0) throw new IOException($"{NoConfiguration}: it names no issuer or no keys");
            _known = read;
            Interlocked.Exchange(ref _read, clock.GetTimestamp());
            _problem = "";
        }
        catch (Exception e)
        {
            // Whatever it sends: what was known goes on.
            _problem = limit.IsCancellationRequested ? $"no answer within {Patience.TotalSeconds:0} s" : e is IOException ? e.Message : NoConfiguration;
            if (_known is null) logger.ProviderAway(authority, _problem);
            else logger.ProviderKeysOld(authority, _problem);
        }
    }
}
