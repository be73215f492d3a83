using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Security;

/// <summary>The certificate that https is served with.</summary>
internal static class Certificates
{
    /// <summary>Name of the development certificate in the data folder.</summary>
    public const string DevelopmentFile = "development-certificate.pfx";

    private const int DaysValid = 397;
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    /// <summary>Loads the configured one, or makes one for the own machine; null when there is none.</summary>
    /// <exception cref="StartException">It cannot be read or has expired; a sentence without secrets.</exception>
    public static X509Certificate2? Load(SecurityOptions options, DataFolder folder, TimeProvider clock)
    {
        if (options.CertificatePath.Length == 0) return options.DevelopmentCertificate ? Development(options, Path.Combine(folder.Root, DevelopmentFile), clock) : null;
        return Read(options, clock);
    }

    /// <summary>Reads the certificate that <see cref="SecurityOptions.CertificatePath"/> names.</summary>
    /// <exception cref="StartException">It cannot be read or has expired; a sentence without secrets.</exception>
    public static X509Certificate2 Read(SecurityOptions options, TimeProvider clock)
    {
        try
        {
            string? password = options.CertificatePasswordFile.Length > 0 ? File.ReadLines(options.CertificatePasswordFile).FirstOrDefault() : null;
            X509Certificate2 certificate = X509Certificate2.GetCertContentType(options.CertificatePath) == X509ContentType.Pkcs12
                ? X509CertificateLoader.LoadPkcs12FromFile(options.CertificatePath, password)
                : FromPem(options.CertificatePath, options.CertificateKeyPath.Length > 0 ? options.CertificateKeyPath : options.CertificatePath, password);
            if (!certificate.HasPrivateKey) throw new StartException($"The certificate '{options.CertificatePath}' comes without its private key. Set Security:CertificateKeyPath.");
            return certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow().UtcDateTime
                ? certificate
                : throw new StartException($"The certificate '{options.CertificatePath}' expired on {certificate.NotAfter:yyyy-MM-dd}. Renew it.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartException($"The certificate '{options.CertificatePath}' cannot be read: {e.Message} Expected a PEM or PKCS#12 file, with the password in the file of Security:CertificatePasswordFile when it has one.", e);
        }
    }

    private static X509Certificate2 FromPem(string certificate, string key, string? password)
    {
        using X509Certificate2 read = password is null ? X509Certificate2.CreateFromPemFile(certificate, key) : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        // Windows serves TLS only with a key that went through PKCS#12 once.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 Development(SecurityOptions options, string file, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        try
        {
            if (File.Exists(file) && X509CertificateLoader.LoadPkcs12FromFile(file, null) is var kept && kept.NotAfter.ToUniversalTime() > (now + RenewBefore).UtcDateTime && Covers(kept, options.Hosts)) return kept;
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=TradingBlazor development", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
            foreach (string host in options.Hosts)
                if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
                else names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
            using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(DaysValid));
            PrivateFile.Write(file, made.Export(X509ContentType.Pkcs12));
            return X509CertificateLoader.LoadPkcs12FromFile(file, null);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The development certificate '{file}' cannot be made or read: {e.Message} Delete the file, and the next start makes a new one.", e);
        }
    }

    private static bool Covers(X509Certificate2 certificate, IEnumerable<string> hosts) => hosts.All(h => certificate.MatchesHostname(h));
}
