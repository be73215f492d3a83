namespace TradingBlazor.Security.Access;

/// <summary>Names of schemes and claims. A claim says who it is; what is allowed is looked up at every use, so that a change holds at once.</summary>
internal static class DeskClaims
{
    /// <summary>Scheme of keys. It is asked first, and passes on to the cookie what came without a key.</summary>
    public const string KeyScheme = "key";
    /// <summary>Session id.</summary>
    public const string Session = "desk:session";
    /// <summary>Public part of a key, or <see cref="KeyFile"/>.</summary>
    public const string Key = "desk:key";
    /// <summary>Subject of a token of the external provider.</summary>
    public const string Token = "desk:token";
    /// <summary>What a token is confined to: a <see cref="KeyScope"/>.</summary>
    public const string Scope = "desk:scope";
    /// <summary>When a token ends, in seconds since 1970.</summary>
    public const string Until = "desk:until";
    /// <summary>The key in the data folder.</summary>
    public const string KeyFile = "file";
}
