using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>Codes of authenticator programs (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits), each accepted once.</summary>
/// <remarks>The framework's own provider takes a code as often as it comes while it is valid, and reads the system's clock.</remarks>
internal sealed class Totp(TimeProvider clock) : IUserTwoFactorTokenProvider<DeskUser>
{
    /// <summary>Length of a step in seconds.</summary>
    public const int StepSeconds = 30;

    /// <summary>What is said about a code that is not taken. A device whose clock is off shows wrong ones all the time.</summary>
    public const string WrongCode = "The code is wrong, or was used before. Wait for the next one; if that is wrong too, set the clock of the device that shows it.";

    /// <summary>What is said while no code is tried.</summary>
    public const string Locked = "Too many wrong codes. Wait five minutes.";

    private const int Digits = 6;
    private const int StepsAside = 1;

    /// <summary>The code of a step.</summary>
    /// <param name="key">Secret bytes.</param>
    /// <param name="step">Number of steps since 1970.</param>
    // The algorithm is that of RFC 6238, which every authenticator speaks; its strength does not rest on collisions of SHA-1.
#pragma warning disable CA5350
    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(key, counter, hash);
        int number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[19] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    /// <summary>The step of a time.</summary>
    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <inheritdoc/>
    public Task<string> GenerateAsync(string purpose, UserManager<DeskUser> manager, DeskUser user) => Task.FromResult("");

    /// <inheritdoc/>
    public async Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<DeskUser> manager, DeskUser user) => !string.IsNullOrEmpty(await manager.GetAuthenticatorKeyAsync(user));

    /// <inheritdoc/>
    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<DeskUser> manager, DeskUser user)
    {
        if (token.Length != Digits || !token.All(char.IsAsciiDigit) || await manager.GetAuthenticatorKeyAsync(user) is not { Length: > 0 } text) return false;
        byte[] key = Base32.Decode(text);
        long now = StepOf(clock.GetUtcNow());
        // The clock of a phone may be half a minute off. A step that was used, and any before it, is spent.
        for (long step = Math.Max(now - StepsAside, user.LastTotpStep + 1); step <= now + StepsAside; step++)
        {
            if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(Code(key, step)), System.Text.Encoding.ASCII.GetBytes(token))) continue;
            user.LastTotpStep = step;
            // The row's stamp makes the second of two requests with the same code fail.
            return (await manager.UpdateAsync(user)).Succeeded;
        }
        return false;
    }
}
