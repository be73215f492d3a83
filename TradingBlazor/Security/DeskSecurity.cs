using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Security;

/// <summary>Ends when the history is open; a test without a trading system replaces it.</summary>
internal sealed record StorageGate(Task Opened);

/// <summary>Puts sign-in, sessions, keys and the audit together.</summary>
internal static class DeskSecurity
{
    private const int PasswordLengthMin = 12;
    private const int FailuresMax = 5;
    private static readonly TimeSpan Lockout = TimeSpan.FromMinutes(5);

    /// <summary>Adds everything.</summary>
    public static void Add(IServiceCollection services, DeskSettings settings, DataFolder folder)
    {
        services.AddSingleton(p => new StorageGate(p.GetRequiredService<PersistenceStatus>().Opened));
        services.AddSingleton(p => SecurityDatabase.Of(settings.Trading.Persistence, folder, p.GetRequiredService<StorageGate>().Opened, settings.Trading.Role == ProcessRole.Web));
        services.AddScoped(p => p.GetRequiredService<SecurityDatabase>().CreateContext());
        services.AddSingleton(settings.Security);
        services.AddSingleton<AddressBook>();
        services.AddSingleton<AccessBook>();
        services.AddSingleton<KeyBook>();
        services.AddSingleton(p => new Tokens.SigningKeys(
            folder, p.GetRequiredService<IDataProtectionProvider>(), settings.Security, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Tokens.SigningKeys>>(),
            settings.Trading.Redis.CommandKey.Length > 0 && p.GetService<RedisStore>() is { } store ? new Cluster.SealedHash(store, store.Keys.SigningKeys, settings.Trading.Redis.CommandKey, "signing keys") : null));
        services.AddSingleton<Tokens.TokenDesk>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditLog>(p => p.GetRequiredService<AuditLog>());
        services.AddHostedService(p => p.GetRequiredService<AuditLog>());
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<FirstAdmin>();
        // People sign in where the pages are.
        if (settings.Trading.Role != ProcessRole.Engine) services.AddHostedService(p => p.GetRequiredService<FirstAdmin>());
        services.AddScoped<Caller>();
        services.AddScoped<InvitationDesk>();
        services.AddScoped<SignInDesk>();
        services.AddScoped<AccountDesk>();
        services.AddScoped<UserDesk>();
        services.AddScoped<KeyDesk>();
        services.AddHttpContextAccessor();

        Directory.CreateDirectory(folder.Keys);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("TradingBlazor").PersistKeysToFileSystem(new DirectoryInfo(folder.Keys));
        if (settings.Trading.Redis.CommandKey.Length > 0) Cluster.SharedKeys.Use(services, new DirectoryInfo(folder.Keys));
        AddIdentity(services);
        // The processes behind one address share their cookies, and with them the names of these.
        AddSchemes(services, settings.Trading.Redis.CommandKey.Length > 0 ? $"redis:{settings.Trading.Redis.KeyPrefix}" : folder.Root);
        PermissionPolicy.Add(services);
        RequestLimits.Add(services, settings.Security);
        services.AddHsts(o =>
        {
            o.MaxAge = TimeSpan.FromDays(365);
            o.IncludeSubDomains = false;
        });
        // Only what a proxy on this machine says is believed, and what those say that are named; loopback is what the framework knows by itself.
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (string proxy in settings.Security.Proxies)
                if (AddressBook.TryParse(proxy, out System.Net.IPNetwork network)) o.KnownIPNetworks.Add(network);
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitIdentity>();
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddIdentityCore<DeskUser>(o =>
            {
                // Length is what makes a password hard to guess; rules about characters make it hard to remember.
                o.Password.RequiredLength = PasswordLengthMin;
                o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
                o.Password.RequiredUniqueChars = 5;
                o.Lockout.MaxFailedAccessAttempts = FailuresMax;
                o.Lockout.DefaultLockoutTimeSpan = Lockout;
                o.Lockout.AllowedForNewUsers = true;
                o.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
            })
            .AddRoles<IdentityRole>()
            .AddUserStore<DeskUserStore>()
            .AddRoleStore<RoleStore<IdentityRole, SecurityContext>>()
            .AddClaimsPrincipalFactory<DeskPrincipalFactory>()
            .AddSignInManager<DeskSignIn>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<Totp>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddScoped<DeskSignIn>(p => (DeskSignIn)p.GetRequiredService<SignInManager<DeskUser>>());
        services.Configure<IdentityPasskeyOptions>(o => o.UserVerificationRequirement = "required");
    }

    private static void AddSchemes(IServiceCollection services, string home)
    {
        // What comes without a key is the cookie's matter.
        AuthenticationBuilder schemes = services.AddAuthentication(DeskClaims.KeyScheme);
        schemes.AddScheme<AuthenticationSchemeOptions, KeyHandler>(DeskClaims.KeyScheme, o => o.ForwardDefaultSelector = c => KeyHandler.IsGiven(c.Request) ? null : IdentityConstants.ApplicationScheme);
        schemes.AddIdentityCookies();
        // Programs on one machine share the cookies of localhost whatever their port: each data folder has names of its own.
        string suffix = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(home)))[..8];
        services.ConfigureApplicationCookie(o =>
        {
            Harden(o, $"desk-{suffix}");
            o.LoginPath = "/account/sign-in";
            o.AccessDeniedPath = "/account/refused";
            o.ReturnUrlParameter = "returnUrl";
            o.SlidingExpiration = false;
            o.Events.OnRedirectToLogin = c => IsPage(c.Request) ? Redirect(c) : KeyHandler.RefuseAsync(c.HttpContext, isGiven: false);
            o.Events.OnRedirectToAccessDenied = c => IsPage(c.Request) ? Redirect(c) : KeyHandler.ForbidAsync(c.HttpContext);
            o.Events.OnValidatePrincipal = ValidateAsync;
        });
        foreach (string scheme in new[] { IdentityConstants.TwoFactorUserIdScheme, IdentityConstants.TwoFactorRememberMeScheme, IdentityConstants.ExternalScheme })
            services.Configure<CookieAuthenticationOptions>(scheme, o => Harden(o, $"desk-{suffix}-{scheme[(scheme.LastIndexOf('.') + 1)..]}"));
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = $"desk-{suffix}-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.HeaderName = "X-Csrf-Token";
        });
    }

    private static void Harden(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        // Over TLS it is marked secure; without TLS the program listens on loopback only.
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>A page is what a person opens; everything else is answered in the form of the API.</summary>
    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method) && !DeskApplication.IsApi(request.Path) && !request.Path.StartsWithSegments("/_blazor");

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        AccessBook book = context.HttpContext.RequestServices.GetRequiredService<AccessBook>();
        if (context.Principal is { } user && await book.FindAsync(user, context.HttpContext.RequestAborted) is not null) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
