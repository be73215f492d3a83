using System.Net.Mail;
using Microsoft.AspNetCore.DataProtection;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Checks a channel as it is given, and keeps its secret unreadable to whoever reads the database.</summary>
internal sealed class AlertChannelReader(IDataProtectionProvider protection, AlertOptions options)
{
    private const int RecipientsMax = 20;
    private const int TargetMax = 2_000;
    private const int SecretMin = 16;
    private const int SecretMax = 200;

    private readonly IDataProtector _protector = protection.CreateProtector("TradingBlazor.Alerts.ChannelSecret");

    /// <summary>Reads it; null with faults when something is wrong.</summary>
    /// <param name="form">As it is given.</param>
    /// <param name="before">As it is; null for a new one.</param>
    /// <param name="faults">What is wrong.</param>
    public AlertChannel? Read(AlertChannelForm form, AlertChannel? before, AlertFaults faults)
    {
        string name = form.Name.Trim(), target = form.Target.Trim() is { Length: > 0 } given ? given : before?.Target ?? "";
        if (!HeartbeatBook.IsName(name)) faults.Add("name", $"'{name}' is not a name. Expected 1 to {HeartbeatBook.NameMax} letters, digits, '-', '_' or '.', such as desk-mail.");
        AlertChannelKind kind = faults.Choice("kind", form.Kind, before?.Kind ?? AlertChannelKind.Email);
        if (before is not null && before.Kind != kind) faults.Add("kind", "A channel keeps its kind. Make another one.");
        if (target.Length == 0) faults.Add("target", kind == AlertChannelKind.Email ? "There is no target. Expected recipients with commas between." : "There is no target. Expected an address such as https://hooks.example.com/desk.");
        else if (target.Length > TargetMax) faults.Add("target", $"The target has {target.Length} characters. Expected up to {TargetMax}.");
        else if (kind == AlertChannelKind.Email) target = Recipients(target, faults);
        else if (target.Contains(WebhookAddress.Left)) faults.Add("target", $"The address has '{WebhookAddress.Left}' in it, as when it is shown in part. Expected the whole address, or nothing to keep the one there is.");
        else if (!Uri.TryCreate(target, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0) faults.Add("target", "The address is not one to post to. Expected http or https, such as https://hooks.example.com/desk.");
        else if (url.UserInfo.Length > 0) faults.Add("target", "The address holds a user or a password, which would be shown here. Use the secret of the signature instead.");
        if (kind == AlertChannelKind.Email && form.Secret is { Length: > 0 }) faults.Add("secret", "An e-mail is not signed. Expected no secret.");
        if (form.Secret is { Length: > 0 } secret && secret.Length is < SecretMin or > SecretMax) faults.Add("secret", $"The secret has {secret.Length} characters. Expected {SecretMin} to {SecretMax}.");
        if (!faults.IsEmpty) return null;
        return new AlertChannel
        {
            Name = name,
            Kind = kind,
            Target = target,
            ProtectedSecret = form.Secret is null ? before?.ProtectedSecret ?? "" : form.Secret.Length == 0 ? "" : _protector.Protect(form.Secret),
            IsEnabled = form.IsEnabled,
        };
    }

    /// <summary>The secret of a channel; empty when it has none, null when the keys that protected it are gone.</summary>
    public string? Secret(AlertChannel channel)
    {
        if (channel.ProtectedSecret.Length == 0) return "";
        try
        {
            return _protector.Unprotect(channel.ProtectedSecret);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private string Recipients(string text, AlertFaults faults)
    {
        if (!options.Email.IsSet) faults.Add("kind", "There is no mail server. Set Alerts:Email:Host and Alerts:Email:From, and start again.");
        string[] all = text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (all.Length is 0 or > RecipientsMax) faults.Add("target", $"There are {all.Length} recipients. Expected 1 to {RecipientsMax} addresses with commas between.");
        foreach (string one in all)
            if (!MailAddress.TryCreate(one, out MailAddress? address) || address.Address != one) faults.Add("target", $"'{one}' is not an e-mail address.");
        return string.Join(", ", all);
    }
}
