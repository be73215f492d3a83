using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Security;

/// <summary>TLS, second factors, second persons, limits of requests.</summary>
public sealed class SecurityOptions : IValidatableObject
{
    /// <summary>Name of the section in the settings.</summary>
    public const string Section = "Security";

    /// <summary>Certificate for https: a PEM file (then <see cref="CertificateKeyPath"/> holds the key) or a PKCS#12 file.</summary>
    /// <value>Empty: none.</value>
    public string CertificatePath { get; set; } = "";

    /// <summary>Private key of a PEM certificate.</summary>
    /// <value>Empty: in the same file as the certificate.</value>
    public string CertificateKeyPath { get; set; } = "";

    /// <summary>File whose first line is the password of the certificate's key. A password in a settings file or on a command line would be read by others.</summary>
    /// <value>Empty: no password.</value>
    public string CertificatePasswordFile { get; set; } = "";

    /// <summary>True: https uses a self-signed certificate that is made at the first start and kept in the data folder. Browsers warn of it; for the own machine and for trials.</summary>
    /// <value>false.</value>
    public bool DevelopmentCertificate { get; set; }

    /// <summary>Names under which the server may be called beside those of the own machine, such as <c>desk.example.com</c>.</summary>
    /// <value>Empty.</value>
    public IList<string> Hosts { get; } = [];

    /// <summary>True: a proxy on this machine, or one of <see cref="Proxies"/>, tells by <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> where requests come from.</summary>
    /// <value>false.</value>
    public bool BehindProxy { get; set; }

    /// <summary>Addresses of proxies on other machines that are believed, as <c>10.0.3.7</c> or <c>10.0.0.0/16</c>; only with <see cref="BehindProxy"/>. Whoever calls from there can say to be anybody, so nothing but the proxy may.</summary>
    /// <value>Empty: this machine alone.</value>
    public IList<string> Proxies { get; } = [];

    /// <summary>How long a second factor counts as fresh.</summary>
    /// <value>30 s to 1 h. Default 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan StepUpAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Live orders of a larger notional need a fresh second factor; in the account's base currency.</summary>
    /// <value>0 to 1,000,000,000. Default 10,000; 0 asks for every live order.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal StepUpNotional { get; set; } = 10_000m;

    /// <summary>Orders of a larger notional wait for a second person (R38); in the account's base currency.</summary>
    /// <value>0 to 1,000,000,000. Default 100,000; 0 never waits.</value>
    [Range(typeof(decimal), "0", "1000000000", ParseLimitsInInvariantCulture = true)]
    public decimal SecondPersonNotional { get; set; } = 100_000m;

    /// <summary>How long an order waits for the second person.</summary>
    /// <value>10 s to 1 h. Default 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SecondPersonExpiry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>True: a change that raises a limit, and arming the kill switch again, wait for a second person. In the simulator they do so only when there is somebody who could be that person.</summary>
    /// <value>true.</value>
    public bool SecondPersonLimits { get; set; } = true;

    /// <summary>How long these wait.</summary>
    /// <value>1 minute to 1 day. Default 1 hour.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SecondPersonLimitsExpiry { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Requests of one user or key a minute, in the long run; half of them may come at once. Cancels and the kill switch are not counted.</summary>
    /// <value>60 to 10,000,000. Default 6,000.</value>
    [Range(60, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 6_000;

    /// <summary>Requests of one address a minute without user or key.</summary>
    /// <value>10 to 1,000,000. Default 600.</value>
    [Range(10, 1_000_000)]
    public int StrangerRequestsPerMinute { get; set; } = 600;

    /// <summary>Forms of the sign-in that one address may send a minute.</summary>
    /// <value>5 to 100,000. Default 20.</value>
    [Range(5, 100_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Bearer tokens.</summary>
    public Tokens.JwtOptions Jwt { get; set; } = new();

    /// <summary>True when https can be served.</summary>
    public bool HasCertificate => CertificatePath.Length > 0 || DevelopmentCertificate;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CertificatePath.Length > 0 && DevelopmentCertificate) yield return new ValidationResult($"{Section}:DevelopmentCertificate is true though {Section}:CertificatePath names a certificate. Expected one of the two.", [nameof(DevelopmentCertificate)]);
        foreach ((string name, string path) in new[] { (nameof(CertificatePath), CertificatePath), (nameof(CertificateKeyPath), CertificateKeyPath), (nameof(CertificatePasswordFile), CertificatePasswordFile) })
            if (path.Length > 0 && !File.Exists(path)) yield return new ValidationResult($"{Section}:{name} is '{path}', and there is no such file.", [name]);
        if (Proxies.Count > 0 && !BehindProxy) yield return new ValidationResult($"{Section}:Proxies names proxies though {Section}:BehindProxy is false, so none would be believed. Expected both or none.", [nameof(Proxies)]);
        foreach (string proxy in Proxies)
            if (!AddressBook.TryParse(proxy, out _)) yield return new ValidationResult($"{Section}:Proxies has '{proxy}', which is no address. Expected one such as 10.0.3.7 or 10.0.0.0/16.", [nameof(Proxies)]);
        foreach (string host in Hosts)
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown) yield return new ValidationResult($"{Section}:Hosts has '{host}', which is no name of a host. Expected one such as desk.example.com, without scheme and port.", [nameof(Hosts)]);
    }
}
