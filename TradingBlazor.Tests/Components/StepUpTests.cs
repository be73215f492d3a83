using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Account;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Components;

/// <summary>The question for a fresh second factor: what it is for, what a wrong code is told, and that nothing is done without a right one.</summary>
public sealed class StepUpTests : DeskTest, IClassFixture<ApiHost>
{
    private readonly ApiHost _host;
    private ClaimsPrincipal _whose = new();

    public StepUpTests(ApiHost host)
        : base(services =>
        {
            services.AddSingleton(host.Services.GetRequiredService<AccessBook>());
            services.AddSingleton(new Users(host.Services.GetRequiredService<IServiceScopeFactory>()));
            services.AddSingleton(p => new StepUpDesk(p.GetRequiredService<Users>(), host.Services.GetRequiredService<Sessions>(), p.GetRequiredService<IAuditLog>()));
            services.AddSingleton<IAuditLog, SlowAudit>();
            services.AddScoped<StepUpPrompt>();
        }) => _host = host;

    private SlowAudit Audit => (SlowAudit)Services.GetRequiredService<IAuditLog>();

    private IEnumerable<string> Audited => Audit.Actions;

    [Fact]
    public async Task A_wrong_code_is_told_and_stays_and_the_right_one_goes_on_by_Enter()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();
        Assert.Contains("To arm the kill switch again, give a code", Text(dialog, "step-up-dialog"), StringComparison.Ordinal);
        Assert.True(Find(dialog, "step-up-yes").HasAttribute("disabled"));

        await Find(dialog, "step-up-code").InputAsync("000000");
        await Find(dialog, "step-up-yes").ClickAsync(new());
        Assert.Contains("Wait for the next one", Text(dialog, "step-up-message"), StringComparison.Ordinal);
        Assert.Equal(("000000", "true", "step-up-message"), (Find(dialog, "step-up-code").GetAttribute("value"), Find(dialog, "step-up-code").GetAttribute("aria-invalid"), Find(dialog, "step-up-code").GetAttribute("aria-describedby")));
        Assert.False(answer.IsCompleted);
        string code = mira.Code(1);
        await Find(dialog, "step-up-code").InputAsync($"{code[..3]} {code[3..]}");
        await Find(dialog, "step-up-code").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.True(await answer.WaitAsync(ApiHost.Stop));
        Assert.Equal(["stepUp.failed", "stepUp"], Audited);
    }

    [Fact]
    public async Task Two_presses_use_a_code_once()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();
        await Find(dialog, "step-up-code").InputAsync(mira.Code(1));

        var written = new TaskCompletionSource();
        Audit.Written = written.Task;
        Task first = Find(dialog, "step-up-code").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        dialog.WaitForAssertion(() => Assert.Single(Audited));
        Task second = Find(dialog, "step-up-code").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        Assert.True(Find(dialog, "step-up-yes").HasAttribute("disabled"));
        written.SetResult();
        await Task.WhenAll(first, second);

        Assert.True(await answer.WaitAsync(ApiHost.Stop));
        Assert.Equal(["stepUp"], Audited);
    }

    [Fact]
    public async Task Enter_on_half_a_code_asks_nobody_and_leaving_it_does_nothing()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();

        await Find(dialog, "step-up-code").InputAsync("123");
        await Find(dialog, "step-up-code").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });
        Assert.False(answer.IsCompleted);
        await Find(dialog, "step-up-no").ClickAsync(new());

        Assert.False(await answer.WaitAsync(ApiHost.Stop));
        Assert.Empty(Audited);
    }

    [Fact]
    public async Task Who_has_no_authenticator_is_led_to_the_page_where_one_is_set_up()
    {
        using Person mira = await PersonAsync(hasAuthenticator: false);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();

        dialog.WaitForAssertion(() => Assert.Equal("/account", Find(dialog, "step-up-none").QuerySelector("a")!.GetAttribute("href")));
        Assert.False(Has(dialog, "step-up-yes"));
        await Find(dialog, "step-up-no").ClickAsync(new());

        Assert.False(await answer.WaitAsync(ApiHost.Stop));
    }

    [Fact]
    public async Task Codes_that_cannot_be_checked_now_say_so_and_what_was_typed_stays()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        Services.GetRequiredService<Users>().Trouble = "The database is away.";
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();

        await Find(dialog, "step-up-code").InputAsync("123456");
        await Find(dialog, "step-up-yes").ClickAsync(new());

        dialog.WaitForAssertion(() => Assert.Equal("Codes cannot be checked now: The database is away. Try again, or leave it.", Text(dialog, "step-up-message")));
        Assert.Equal(("123456", false), (Find(dialog, "step-up-code").GetAttribute("value"), Find(dialog, "step-up-yes").HasAttribute("disabled")));
        Assert.False(answer.IsCompleted);
    }

    [Fact]
    public async Task Two_questions_at_once_are_one_dialog_and_a_right_code_answers_both()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();

        Task<bool> second = Services.GetRequiredService<StepUpPrompt>().Ask!("send a live order over the limit");
        await Find(dialog, "step-up-code").InputAsync(mira.Code(1));
        Assert.Single(dialog.FindAll("[data-testid='step-up-dialog']"));
        await Find(dialog, "step-up-code").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.True(await answer.WaitAsync(ApiHost.Stop));
        Assert.True(await second.WaitAsync(ApiHost.Stop));
        dialog.WaitForAssertion(() => Assert.False(Has(dialog, "step-up-dialog")));
        Assert.Equal(["stepUp"], Audited);
    }

    [Fact]
    public async Task A_question_that_was_left_lets_the_next_one_ask_for_itself()
    {
        using Person mira = await PersonAsync(hasAuthenticator: true);
        (IRenderedComponent<MudDialogProvider> dialog, Task<bool> answer) = await AskAsync();

        Task<bool> second = Services.GetRequiredService<StepUpPrompt>().Ask!("send a live order over the limit");
        await Find(dialog, "step-up-no").ClickAsync(new());
        Assert.False(await answer.WaitAsync(ApiHost.Stop));

        dialog.WaitForAssertion(() => Assert.Contains("To send a live order over the limit", Assert.Single(dialog.FindAll("[data-testid='step-up-dialog']")).TextContent, StringComparison.Ordinal));
        Assert.False(second.IsCompleted);
        await Find(dialog, "step-up-no").ClickAsync(new());
        Assert.False(await second.WaitAsync(ApiHost.Stop));
    }

    [Fact]
    public async Task A_page_that_is_gone_is_not_asked_any_more()
    {
        IRenderedComponent<StepUpHost> host = Render<StepUpHost>();
        Assert.NotNull(Services.GetRequiredService<StepUpPrompt>().Ask);

        await host.InvokeAsync(host.Instance.Dispose);

        Assert.Null(Services.GetRequiredService<StepUpPrompt>().Ask);
    }

    private async Task<Person> PersonAsync(bool hasAuthenticator)
    {
        Person person = await Person.CreateAsync(_host.Address, _host.KeyFile, "riskManager", ApiHost.Stop, _host.Clock);
        if (hasAuthenticator) await person.AddAuthenticatorAsync(ApiHost.Stop);
        _whose = await _host.PrincipalAsync(person);
        return person;
    }

    private async Task<(IRenderedComponent<MudDialogProvider> Dialog, Task<bool> Answer)> AskAsync()
    {
        Services.GetRequiredService<Caller>().Set(new DefaultHttpContext { User = _whose });
        Render<MudPopoverProvider>();
        IRenderedComponent<MudDialogProvider> dialog = Render<MudDialogProvider>();
        IRenderedComponent<StepUpHost> asking = Render<StepUpHost>();
        Task<bool> answer = Services.GetRequiredService<StepUpPrompt>().Ask!("arm the kill switch again");
        await dialog.WaitForAssertionAsync(() => Assert.True(Has(dialog, "step-up-dialog") && (Has(dialog, "step-up-code") || Has(dialog, "step-up-none"))));
        Assert.NotNull(asking.Instance);
        return (dialog, answer);
    }

    /// <summary>Takes as long to write as a test says.</summary>
    private sealed class SlowAudit : IAuditLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _actions = new();

        public IEnumerable<string> Actions => _actions;

        public Task Written { get; set; } = Task.CompletedTask;

        public void Record(AuditEntry entry) => _actions.Enqueue(entry.Action);

        public Task RecordAsync(AuditEntry entry, CancellationToken stop = default)
        {
            Record(entry);
            return Written;
        }
    }

    /// <summary>The users of the host, until they cannot be read.</summary>
    private sealed class Users(IServiceScopeFactory inner) : IServiceScopeFactory
    {
        public string Trouble { get; set; } = "";

        public IServiceScope CreateScope() => Trouble.Length > 0 ? throw new InvalidOperationException(Trouble) : inner.CreateScope();
    }
}
