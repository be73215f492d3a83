using System.ComponentModel.DataAnnotations;

namespace TradingCore.Alerts;

/// <summary>How security of the connection to the mail server is made.</summary>
public enum EmailTls
{
    /// <summary>As the server offers it, from the first byte on port 465 and by STARTTLS elsewhere; without it nothing is sent.</summary>
    Required = 0,
    /// <summary>From the first byte.</summary>
    OnConnect,
    /// <summary>None: for a server on the own machine alone.</summary>
    None,
}

/// <summary>The mail server.</summary>
public sealed class EmailOptions : IValidatableObject
{
    /// <summary>Name or address of the server.</summary>
    /// <value>Empty by default: no e-mail is sent.</value>
    public string Host { get; set; } = "";

    /// <summary>Port.</summary>
    /// <value>1 to 65,535. Default 587.</value>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>User at the server.</summary>
    /// <value>Empty for a server that takes mail without.</value>
    public string User { get; set; } = "";

    /// <summary>File with the password, readable by this program alone. A secret has no place in a settings file or on a command line.</summary>
    /// <value>Empty: the environment variable <c>TradingBlazor__Alerts__Email__Password</c> is taken.</value>
    public string PasswordFile { get; set; } = "";

    /// <summary>Password; from the environment only. Never shown or logged.</summary>
    /// <value>Empty by default.</value>
    public string Password { get; set; } = "";

    /// <summary>Sender.</summary>
    /// <value>An address such as <c>desk@example.com</c>; needed with <see cref="Host"/>.</value>
    public string From { get; set; } = "";

    /// <summary>Security of the connection.</summary>
    /// <value>Required.</value>
    [EnumDataType(typeof(EmailTls))]
    public EmailTls Tls { get; set; } = EmailTls.Required;

    /// <summary>Longest wait for the server.</summary>
    /// <value>1 s to 2 min. Default 20 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>True when a server is named.</summary>
    public bool IsSet => !string.IsNullOrWhiteSpace(Host);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSet)
        {
            if (From.Length > 0 || User.Length > 0 || PasswordFile.Length > 0) yield return new ValidationResult("Alerts:Email:Host is empty, but other settings of the mail server are set. Expected its name, such as smtp.example.com.", [nameof(Host)]);
            yield break;
        }
        if (!From.Contains('@', StringComparison.Ordinal) || From.Any(char.IsWhiteSpace)) yield return new ValidationResult($"Alerts:Email:From is '{From}'. Expected the sender's address, such as desk@example.com.", [nameof(From)]);
        bool hasPassword = PasswordFile.Length > 0 || Password.Length > 0;
        if (PasswordFile.Length > 0 && Password.Length > 0) yield return new ValidationResult("Alerts:Email:PasswordFile and the password in the environment are both set. Expected one of them.", [nameof(PasswordFile)]);
        if (User.Length > 0 && !hasPassword)
            yield return new ValidationResult("Alerts:Email:User is set, but no password. Name a file in Alerts:Email:PasswordFile, or set the environment variable TradingBlazor__Alerts__Email__Password.", [nameof(PasswordFile)]);
        if (User.Length == 0 && hasPassword) yield return new ValidationResult("A password of the mail server is set, but Alerts:Email:User is empty.", [nameof(User)]);
        if (PasswordFile.Length > 0 && !File.Exists(PasswordFile)) yield return new ValidationResult($"Alerts:Email:PasswordFile is '{PasswordFile}', and there is no such file.", [nameof(PasswordFile)]);
        if (User.Length > 0 && Tls == EmailTls.None && Host is not ("localhost" or "127.0.0.1" or "::1"))
            yield return new ValidationResult("Alerts:Email:Tls is None: the password would go over the network for everybody to read. Expected Required or OnConnect.", [nameof(Tls)]);
    }
}

/// <summary>Alerts.</summary>
public sealed class AlertOptions
{
    /// <summary>Name of the section in the settings.</summary>
    public const string Section = "Alerts";

    /// <summary>Time between two looks at the snapshots.</summary>
    /// <value>50 ms to 10 s. Default 250 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Beat { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many days alerts that are over are kept.</summary>
    /// <value>1 to 3,650. Default 400.</value>
    [Range(1, 3_650)]
    public int KeptDays { get; set; } = 400;

    /// <summary>Rules that one person may have.</summary>
    /// <value>1 to 1,000. Default 200.</value>
    [Range(1, 1_000)]
    public int RulesPerPerson { get; set; } = 200;

    /// <summary>Longest wait for a webhook's answer.</summary>
    /// <value>1 s to 1 min. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The mail server.</summary>
    public EmailOptions Email { get; set; } = new();
}
