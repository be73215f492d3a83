using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TradingCore.Persistence;

namespace TradingBlazor.Security;

/// <summary>The key that every writing request needs: 256 random bits, made at the first start, readable by the owner of the data folder only.</summary>
internal sealed class ApiKey
{
    /// <summary>Header that carries it.</summary>
    public const string Header = "X-Api-Key";

    private const int KeyBytes = 32;

    // Only a hash is kept in memory, so that neither a log nor a dump of an object shows the key, and so that the comparison has one length.
    private readonly byte[] _hash;

    private ApiKey(string file, string key) => (File, _hash) = (file, Hash(key));

    /// <summary>The file that holds it.</summary>
    public string File { get; }

    /// <summary>Reads the key, or makes it when the file is not there.</summary>
    /// <exception cref="PersistenceException">The file cannot be read or written, or holds no key.</exception>
    public static ApiKey LoadOrCreate(string file)
    {
        try
        {
            if (!System.IO.File.Exists(file)) Create(file);
            string key = System.IO.File.ReadAllText(file).Trim();
            // A short key was put there by hand, or the disk was full when it was written.
            if (key.Length < Base64Url.GetEncodedLength(KeyBytes))
                throw new PersistenceException($"The file '{file}' holds no API key of at least {Base64Url.GetEncodedLength(KeyBytes)} characters. Delete it, and the next start makes a new one.");
            return new ApiKey(file, key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException($"The API key in '{file}' cannot be read or written: {e.Message} Make it readable and writable for this user.", e);
        }
    }

    /// <summary>True when <paramref name="given"/> is the key. Takes as long for any wrong one.</summary>
    public bool IsRight(string? given) => !string.IsNullOrEmpty(given) && CryptographicOperations.FixedTimeEquals(Hash(given), _hash);

    private static void Create(string file)
    {
        string key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        PrivateFile.Write(file, key + "\n");
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
