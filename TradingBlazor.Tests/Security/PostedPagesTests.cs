using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Security;

/// <summary>
/// Pages whose forms are posted, as a browser sees them: what is wrong is told with what was expected, what was typed stays to be corrected, and what was done says so.
/// </summary>
public sealed class PostedPagesTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Fault = "settings-fault", Done = "settings-done";

    [Fact]
    public async Task An_invitation_that_is_refused_keeps_name_and_roles_and_a_good_one_shows_its_link_once()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument wrong = await PostAsync(admin, "settings/users", "invite", ("Form.Name", "mi ra!"), ("Form.Roles", "trader"), ("Form.Roles", "riskManager"));
        IHtmlDocument without = await PostAsync(admin, "settings/users", "invite", ("Form.Name", "jonas"));
        IHtmlDocument done = await PostAsync(admin, "settings/users", "invite", ("Form.Name", "jonas"), ("Form.Roles", "viewer"));
        IHtmlDocument later = await GetAsync(admin, "settings/users");

        Assert.StartsWith("'mi ra!' is not a user name. Expected", Text(wrong, Fault), StringComparison.Ordinal);
        Assert.Equal(("mi ra!", "riskManager,trader"), (Value(wrong, "invite-name"), Ticked(Form(wrong, "invite"))));
        Assert.StartsWith("Expected one or more of the roles", Text(without, Fault), StringComparison.Ordinal);
        Assert.Equal(("jonas", ""), (Value(without, "invite-name"), Ticked(Form(without, "invite"))));
        Assert.Contains("/account/invitation?name=jonas#", Text(done, "shown-once"), StringComparison.Ordinal);
        Assert.Equal(("", "viewer"), (Value(done, "invite-name"), Ticked(Form(done, "invite"))));
        Assert.Null(Find(later, "shown-once"));
        Assert.NotNull(Find(later, "open-invitation-jonas"));
    }

    [Fact]
    public async Task Of_two_admins_who_change_one_person_at_once_the_second_is_told_and_no_button_does_the_opposite_of_its_word()
    {
        using Person admin = await AdminAsync(), trader = await PersonAsync("trader");
        string id = await IdAsync(trader);
        IHtmlDocument seen = await GetAsync(admin, "settings/users");
        (string, string) roles = Seen(seen, $"roles-{id}", "Form.Seen"), rights = Seen(seen, $"rights-{id}", "Form.Seen"), disable = Seen(seen, $"disable-{id}", "Form.Disable");
        await PostAsync(admin, "settings/users", $"roles-{id}", ("Form.Roles", "viewer"), roles);
        await PostAsync(admin, "settings/users", $"rights-{id}", ("Form.Rights", "DU1: Cancel"), rights);
        await PostAsync(admin, "settings/users", $"disable-{id}", disable);

        IHtmlDocument staleRoles = await PostAsync(admin, "settings/users", $"roles-{id}", ("Form.Roles", "trader"), ("Form.Roles", "viewer"), roles);
        IHtmlDocument staleRights = await PostAsync(admin, "settings/users", $"rights-{id}", ("Form.Rights", ""), rights);
        IHtmlDocument twice = await PostAsync(admin, "settings/users", $"disable-{id}", disable);

        Assert.StartsWith($"Somebody else has changed the roles of {trader.Name} meanwhile: they are viewer.", Text(staleRoles, Fault), StringComparison.Ordinal);
        Assert.StartsWith($"Somebody else has changed the rights of {trader.Name} meanwhile: they are DU1: Cancel.", Text(staleRights, Fault), StringComparison.Ordinal);
        Assert.Contains("only DU1: Cancel", Text(twice, $"user-{trader.Name}"), StringComparison.Ordinal);
        Assert.Contains("disabled", Find(twice, $"user-{trader.Name}")!.QuerySelector(".tag-bad")?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_that_cannot_be_stored_leave_the_old_ones_and_not_every_account()
    {
        using Person admin = await AdminAsync(), trader = await PersonAsync("trader");
        string id = await IdAsync(trader);
        await PostAsync(admin, "settings/users", $"rights-{id}", ("Form.Rights", "DU1: Cancel"));
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER full_disk BEFORE INSERT ON account_rights BEGIN SELECT RAISE(ABORT, 'the disk is full'); END", ApiHost.Stop);

        await Assert.ThrowsAsync<DbUpdateException>(() => scope.ServiceProvider.GetRequiredService<UserDesk>().SetRightsAsync(trader.Name, new Dictionary<string, Permission> { ["DU2"] = Permission.Cancel }, new CommandJudgement(null, "", ""), ApiHost.Stop));
        await db.Database.ExecuteSqlRawAsync("DROP TRIGGER full_disk", ApiHost.Stop);

        Assert.Contains("only DU1: Cancel", Text(await GetAsync(admin, "settings/users"), $"user-{trader.Name}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DU1", "'DU1' is not understood. Expected an account, a colon, and actions with commas between.")]
    [InlineData("DU1: Fly", "'Fly' is not understood. Expected some of")]
    [InlineData("DU1: Trade; DU1: Cancel", "'DU1' is named twice. Expected each account once, with all its actions behind one colon.")]
    public async Task Rights_that_are_not_understood_stay_to_be_corrected_in_sight(string rights, string sentence)
    {
        using Person admin = await AdminAsync(), trader = await PersonAsync("trader");
        string id = await IdAsync(trader);

        IHtmlDocument page = await PostAsync(admin, "settings/users", $"rights-{id}", ("Form.Rights", rights));

        IElement card = Find(page, $"user-{trader.Name}")!;
        Assert.StartsWith(sentence, Text(page, Fault), StringComparison.Ordinal);
        Assert.Equal((rights, true), (card.QuerySelector("[name='Form.Rights']")!.GetAttribute("value"), card.QuerySelector("details")!.HasAttribute("open")));
        Assert.Single(page.QuerySelectorAll("details[open]"));
        Assert.Equal("trader", Ticked(card));
    }

    [Fact]
    public async Task Rights_in_an_account_in_small_letters_are_rights_in_that_account()
    {
        using Person admin = await AdminAsync(), trader = await PersonAsync("trader");

        IHtmlDocument page = await PostAsync(admin, "settings/users", $"rights-{await IdAsync(trader)}", ("Form.Rights", "du1: Trade, Cancel"));

        CallerAccess access = await Components.PeopleOfHost.AccessAsync(host, trader);
        Assert.Equal($"The rights of {trader.Name} are set.", Text(page, Done));
        Assert.Equal((true, false), (access.MayIn(Permission.Trade, "DU1"), access.MayIn(Permission.Trade, "DU2")));
    }

    [Fact]
    public async Task Roles_that_are_refused_stay_as_they_were_ticked_and_the_person_keeps_the_old_ones()
    {
        using Person admin = await AdminAsync(), trader = await PersonAsync("trader");

        IHtmlDocument page = await PostAsync(admin, "settings/users", $"roles-{await IdAsync(trader)}");

        IElement card = Find(page, $"user-{trader.Name}")!;
        Assert.StartsWith("Expected one or more of the roles", Text(page, Fault), StringComparison.Ordinal);
        Assert.Equal(("", "trader", true), (Ticked(card), card.QuerySelector(".tag")!.TextContent, card.QuerySelector("details")!.HasAttribute("open")));
        Assert.Equal(["trader"], (await host.Services.GetRequiredService<AccessBook>().FindAsync(await Components.PeopleOfHost.PrincipalAsync(host, trader), ApiHost.Stop))!.Roles);
    }

    [Theory]
    [InlineData("", "Read", "90", "", "Say what the key is for")]
    [InlineData("bot", "Read", "ninety", "", "'ninety' is not a number of days. Expected 1 to 3650, or 0 for ever.")]
    [InlineData("bot", "Read", "", "", "'' is not a number of days.")]
    [InlineData("bot", "Read", "3651", "", "3651 is not a number of days.")]
    [InlineData("bot", "Everything", "90", "", "'Everything' is no scope. Expected read, trade or admin.")]
    [InlineData("bot", "Read", "90", "DU1: Trade", "Only a key of the scope trade is bound to accounts")]
    [InlineData("bot", "Trade", "30", "DU1 Trade", "'DU1 Trade' is not understood.")]
    public async Task A_key_that_is_refused_is_not_made_and_keeps_what_was_typed(string name, string scope, string days, string rights, string sentence)
    {
        using Person admin = await AdminAsync();
        int before = (await GetAsync(admin, "settings/keys")).QuerySelectorAll("[data-testid='key-row']").Length;

        IHtmlDocument page = await PostAsync(admin, "settings/keys", "key-make", ("Form.Name", name), ("Form.Scope", scope), ("Form.Days", days), ("Form.Rights", rights));

        Assert.StartsWith(sentence, Text(page, Fault), StringComparison.Ordinal);
        Assert.Equal((name, days, rights), (Value(page, "key-name"), Value(page, "key-days"), Value(page, "key-rights")));
        if (scope != "Everything") Assert.Equal(scope, Find(page, "key-scope")!.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.Null(Find(page, "shown-once"));
        Assert.Equal(before, page.QuerySelectorAll("[data-testid='key-row']").Length);
    }

    [Fact]
    public async Task A_key_is_shown_once_with_its_end_and_is_gone_when_it_is_revoked()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument made = await PostAsync(admin, "settings/keys", "key-make", ("Form.Name", "the one of this test"), ("Form.Scope", "Trade"), ("Form.Days", "30"), ("Form.Rights", "DU1: Trade"));
        string key = Text(made, "shown-once");
        IHtmlDocument later = await GetAsync(admin, "settings/keys");
        IHtmlDocument revoked = await PostAsync(admin, "settings/keys", $"key-revoke-{key.Split('_')[1]}");

        Assert.StartsWith("tb_", key, StringComparison.Ordinal);
        Assert.Contains("only DU1: Trade", later.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(key, later.Body.InnerHtml, StringComparison.Ordinal);
        Assert.Equal("The key is revoked.", Text(revoked, Done));
        Assert.DoesNotContain("the one of this test", revoked.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_names_who_made_it_and_why_it_does_not_work_any_more()
    {
        using Person admin = await AdminAsync(), maker = await AdminAsync();
        string stopped = Text(await PostAsync(maker, "settings/keys", "key-make", ("Form.Name", "of somebody who leaves"), ("Form.Scope", "Read"), ("Form.Days", "30")), "shown-once").Split('_')[1];
        string old = Text(await PostAsync(admin, "settings/keys", "key-make", ("Form.Name", "of a day"), ("Form.Scope", "Read"), ("Form.Days", "1")), "shown-once").Split('_')[1];

        IElement works = Row(await GetAsync(admin, "settings/keys"), stopped);
        await PostAsync(admin, "settings/users", $"disable-{await IdAsync(maker)}");
        host.Clock.Advance(TimeSpan.FromDays(1));
        using Person later = await AdminAsync();
        IHtmlDocument page = await GetAsync(later, "settings/keys");

        Assert.Contains($"by {maker.Name}, works until", works.TextContent, StringComparison.Ordinal);
        Assert.Null(works.QuerySelector("[data-testid='key-dead']"));
        Assert.Equal($"stopped, {maker.Name} is disabled", Row(page, stopped).QuerySelector("[data-testid='key-dead']")?.TextContent);
        Assert.Equal("expired", Row(page, old).QuerySelector("[data-testid='key-dead']")?.TextContent);
        Assert.Contains("worked until", Row(page, old).TextContent, StringComparison.Ordinal);

        static IElement Row(IHtmlDocument page, string id) => page.QuerySelectorAll("[data-testid='key-row']").Single(r => r.TextContent.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wrong_codes_and_passwords_on_the_own_account_are_audited_and_a_lock_is_called_a_lock()
    {
        using Person viewer = await PersonAsync("viewer");
        await viewer.AddAuthenticatorAsync(ApiHost.Stop);

        IHtmlDocument first = await PostAsync(viewer, "account", "recovery-codes", ("Form.Code", "000000"));
        await PostAsync(viewer, "account", "password", ("Form.Password", "wrong"), ("Form.NewPassword", "another good password"));
        IHtmlDocument last = first;
        for (int i = 0; i < 3; i++) last = await PostAsync(viewer, "account", "authenticator-off", ("Form.Code", "000000"));
        IHtmlDocument right = await PostAsync(viewer, "account", "recovery-codes", ("Form.Code", viewer.Code()));

        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        string[] audited = [.. db.Audit.Where(a => a.Who == $"user {viewer.Name}").OrderBy(a => a.Number).Select(a => $"{a.Action} {a.Reason}").AsEnumerable().SkipWhile(a => !a.Contains("refused", StringComparison.Ordinal))];
        Assert.Equal((Totp.WrongCode, Totp.Locked, Totp.Locked), (Text(first, "account-fault"), Text(last, "account-fault"), Text(right, "account-fault")));
        Assert.Equal(["code.refused wrong code", "password.refused wrong password", "code.refused wrong code", "code.refused wrong code", "code.refused locked", "code.refused locked"], audited);
    }

    [Fact]
    public async Task Only_wrong_codes_in_a_row_lock()
    {
        using Person trader = await PersonAsync("trader");
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        StepUpDesk desk = host.Services.GetRequiredService<StepUpDesk>();

        List<string> right = [];
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 3; i++) Assert.Equal(Totp.WrongCode, await desk.FaultAsync(trader.Name, "000000"));
            right.Add(await desk.FaultAsync(trader.Name, trader.Code()));
            host.Clock.Advance(TimeSpan.FromSeconds(Totp.StepSeconds));
        }

        Assert.Equal(["", ""], right);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_and_stays_and_one_that_is_added_can_be_removed()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument wrong = await PostAsync(admin, "settings/addresses", "address-add", ("Form.Network", "10.0.0.300"), ("Form.Note", "the office"));
        IHtmlDocument added = await PostAsync(admin, "settings/addresses", "address-add", ("Form.Network", "10.0.0.0/8"), ("Form.Note", "the office"));
        IHtmlDocument removed = await PostAsync(admin, "settings/addresses", "address-remove-10.0.0.0/8", ("Form.IsLast", Value(added, "address-last")));

        Assert.StartsWith("'10.0.0.300' is neither an address nor a range. Expected", Text(wrong, Fault), StringComparison.Ordinal);
        Assert.Equal(("10.0.0.300", "the office"), (Value(wrong, "address-network"), Value(wrong, "address-note")));
        Assert.Equal("true", Value(added, "address-last"));
        Assert.Contains("every address reaches the program", Text(removed, Done), StringComparison.Ordinal);
        Assert.Equal(("", 1, 0), (Value(added, "address-network"), added.QuerySelectorAll("[data-testid='address-row']").Length, removed.QuerySelectorAll("[data-testid='address-row']").Length));
    }

    [Theory]
    [InlineData("account/sign-in", "sign-in", false)]
    [InlineData("settings/addresses", "address-add", true)]
    public async Task A_form_of_a_page_that_was_too_old_does_nothing_and_comes_again_with_a_sentence(string path, string form, bool isSignedIn)
    {
        using Person admin = await AdminAsync();
        HttpClient http = isSignedIn ? admin.Http : host.Stranger;
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("_handler", form), KeyValuePair.Create("Form.Network", "192.0.2.77"), KeyValuePair.Create("__RequestVerificationToken", "of another session")]);

        using HttpResponseMessage answer = await http.PostAsync(path, content, ApiHost.Stop);
        IHtmlDocument page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(ApiHost.Stop));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("Nothing was done: the page was too old", Text(page, "stale-form"), StringComparison.Ordinal);
        Assert.NotNull(Form(page, form).QuerySelector("[name='__RequestVerificationToken']"));
        Assert.Empty(page.QuerySelectorAll("[data-testid='address-row']"));
    }

    [Fact]
    public async Task The_own_session_is_not_ended_here_and_another_one_only_once()
    {
        using Person admin = await AdminAsync(), viewer = await PersonAsync("viewer");
        IHtmlDocument page = await GetAsync(admin, "settings/sessions");
        IElement own = page.QuerySelectorAll("[data-testid='session-row']").Single(r => r.TextContent.Contains("this one", StringComparison.Ordinal));
        string form = page.QuerySelectorAll("[data-testid='session-row']").Single(r => r.TextContent.Contains(viewer.Name, StringComparison.Ordinal)).QuerySelector("[name='_handler']")!.GetAttribute("value")!;

        IHtmlDocument ended = await PostAsync(admin, "settings/sessions", form);
        using HttpResponseMessage after = await viewer.Http.GetAsync("orders", ApiHost.Stop);

        Assert.True(own.QuerySelector("button")!.HasAttribute("disabled"));
        Assert.Contains(admin.Name, own.TextContent, StringComparison.Ordinal);
        Assert.Equal("The session is ended. Its page goes within seconds.", Text(ended, Done));
        Assert.DoesNotContain(viewer.Name, ended.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
    }

    [Fact]
    public async Task A_channel_that_is_refused_keeps_name_and_address_and_never_shows_the_secret()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument page = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "pager"), ("Webhook.Target", "ftp://pager.example"), ("Webhook.Secret", "too-short-7261"));

        Assert.NotEqual("", Text(page, Fault));
        Assert.Equal(("pager", "ftp://pager.example", ""), (Value(page, "webhook-name"), Value(page, "webhook-target"), Value(page, "webhook-secret")));
        Assert.DoesNotContain("too-short-7261", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.NotNull(Find(page, "channels-empty"));
    }

    [Fact]
    public async Task A_channel_is_switched_off_and_on_and_removed_by_its_own_buttons()
    {
        using Person admin = await AdminAsync();
        await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "desk"), ("Webhook.Target", "https://desk.example/hook"), ("Webhook.Secret", "long-enough-for-a-signature"));

        IHtmlDocument off = await PostAsync(admin, "settings/alerts", "channel-switch-desk"), on = await PostAsync(admin, "settings/alerts", "channel-switch-desk"), gone = await PostAsync(admin, "settings/alerts", "channel-remove-desk");

        Assert.Contains("switched off", Text(off, "channel-row"), StringComparison.Ordinal);
        Assert.Contains("signed", Text(on, "channel-row"), StringComparison.Ordinal);
        Assert.DoesNotContain("switched off", Text(on, "channel-row"), StringComparison.Ordinal);
        Assert.Equal("The channel desk is removed.", Text(gone, Done));
    }

    [Fact]
    public async Task Of_two_admins_who_save_one_channel_at_once_the_second_is_told_what_the_first_made_of_it()
    {
        using Person admin = await AdminAsync(), other = await AdminAsync();
        AlertDesk desk = host.Services.GetRequiredService<AlertDesk>();
        await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "both"), ("Webhook.Target", "https://first.example/hook-0123456789"));
        IHtmlDocument page = await GetAsync(admin, "settings/alerts");
        (string, string) seen = Seen(page, "webhook-save", "Webhook.Seen"), removed = Seen(page, "channel-remove-both", "Removed");
        await PostAsync(other, "settings/alerts", "webhook-save", ("Webhook.Name", "both"), ("Webhook.Target", "https://second.example/hook-0123456789"));
        await PostAsync(other, "settings/alerts", "webhook-save", ("Webhook.Name", "new"), ("Webhook.Target", "https://new.example/hook-0123456789"));

        IHtmlDocument stale = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "both"), ("Webhook.Target", "https://third.example/hook-0123456789"), seen);
        IHtmlDocument made = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "new"), ("Webhook.Target", "https://third.example/hook-0123456789"), seen);
        IHtmlDocument gone = await PostAsync(admin, "settings/alerts", "channel-remove-both", removed);
        string kept = string.Join(' ', desk.Current.Channels.Where(c => c.Name is "both" or "new").Select(c => new Uri(c.Target).Host).Order(StringComparer.Ordinal));
        IHtmlDocument again = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "both"), ("Webhook.Target", "https://third.example/hook-0123456789"), Seen(stale, "webhook-save", "Webhook.Seen"));
        foreach (string name in (string[])["both", "new"]) await PostAsync(admin, "settings/alerts", $"channel-remove-{name}");

        Assert.StartsWith($"{other.Name} has changed the channel both at ", Text(stale, Fault), StringComparison.Ordinal);
        Assert.Contains("It is now: webhook https://second.example/", Text(stale, Fault), StringComparison.Ordinal);
        Assert.Equal("https://third.example/hook-0123456789", Value(stale, "webhook-target"));
        Assert.StartsWith($"{other.Name} has changed the channel new at ", Text(made, Fault), StringComparison.Ordinal);
        Assert.StartsWith($"{other.Name} has changed the channel both at ", Text(gone, Fault), StringComparison.Ordinal);
        Assert.Equal("new.example second.example", kept);
        Assert.Equal("The channel both is saved. Send a test over it.", Text(again, Done));
    }

    [Fact]
    public async Task The_address_of_a_webhook_is_replaced_and_never_read_back()
    {
        using Person admin = await AdminAsync();
        const string Secret = "services/T024BE7LD/B0P5/xQ9vZ2kLm";
        AlertDesk desk = host.Services.GetRequiredService<AlertDesk>();

        IHtmlDocument made = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "chat"), ("Webhook.Target", $"https://hooks.example/{Secret}"));
        IHtmlDocument signed = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "chat"), ("Webhook.Target", ""), ("Webhook.Secret", "long-enough-for-a-signature"));
        IHtmlDocument copied = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "chat"), ("Webhook.Target", "https://hooks.example/…2kLm"));
        IHtmlDocument off = await PostAsync(admin, "settings/alerts", "channel-switch-chat");
        AlertChannel kept = desk.Current.Channels.Single(c => c.Name == "chat");
        IHtmlDocument without = await PostAsync(admin, "settings/alerts", "webhook-save", ("Webhook.Name", "other"), ("Webhook.Target", ""));
        await PostAsync(admin, "settings/alerts", "channel-remove-chat");

        Assert.Equal("https://hooks.example/…2kLm", Text(made, "channel-target"));
        Assert.All([made, signed, copied, off], page => Assert.DoesNotContain("T024BE7LD", page.DocumentElement.OuterHtml, StringComparison.Ordinal));
        Assert.Equal("The address has '…' in it, as when it is shown in part. Expected the whole address, or nothing to keep the one there is.", Text(copied, Fault));
        Assert.Equal(($"https://hooks.example/{Secret}", false, true), (kept.Target, kept.IsEnabled, kept.ProtectedSecret.Length > 0));
        Assert.Equal("There is no target. Expected an address such as https://hooks.example.com/desk.", Text(without, Fault));
    }

    [Theory]
    [InlineData("webhook https://hooks.example/T1/B2/abcdefgh, on, signed", "webhook https://hooks.example/… (880d29cd), on, signed")]
    [InlineData("webhook https://hooks.example:8443/?token=abcdefgh, off", "webhook https://hooks.example:8443/… (")]
    [InlineData("webhook https://hooks.example/T1/abcdefgh cut off in the midd", "webhook https://hooks.example/… (")]
    [InlineData("webhook https://hooks.example/… (0011aabb), on, new secret", "webhook https://hooks.example/… (0011aabb), on, new secret")]
    public async Task An_old_entry_of_the_audit_log_is_shown_without_the_address_of_its_webhook(string written, string shown)
    {
        using Person manager = await PersonAsync("riskManager");
        string name = $"old-{Guid.NewGuid():N}";
        await host.Services.GetRequiredService<IAuditLog>().RecordAsync(new AuditEntry("user ann", "alertChannel.changed", name) { Old = written, New = written }, ApiHost.Stop);

        IHtmlDocument page = await GetAsync(manager, "settings/audit?what=alertChannel"), verified = await PostAsync(manager, "settings/audit?what=alertChannel", "verify");

        IElement row = page.QuerySelectorAll("[data-testid='audit-row']").Single(r => r.TextContent.Contains(name, StringComparison.Ordinal));
        Assert.StartsWith(shown, row.QuerySelector(".audit-change")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.All([page, verified], p => Assert.DoesNotContain("abcdefgh", p.DocumentElement.OuterHtml, StringComparison.Ordinal));
        Assert.Equal("good", Find(verified, "audit-verdict")!.ClassName);
    }

    [Fact]
    public async Task The_audit_log_is_filtered_paged_and_verified()
    {
        using Person manager = await PersonAsync("riskManager");
        IAuditLog audit = host.Services.GetRequiredService<IAuditLog>();
        for (int i = 1; i <= 101; i++) await audit.RecordAsync(new AuditEntry("somebody", "paged.entry", $"<b>{i}</b>"), ApiHost.Stop);

        IHtmlDocument first = await GetAsync(manager, "settings/audit?what=paged.entry");
        string older = first.QuerySelectorAll("a").Single(a => a.TextContent == "Older").GetAttribute("href")!;
        IHtmlDocument second = await GetAsync(manager, older.TrimStart('/'));
        IHtmlDocument verified = await PostAsync(manager, "settings/audit?what=paged.entry", "verify");

        Assert.Equal((100, 1), (Rows(first), Rows(second)));
        Assert.Contains("<b>101</b>", first.QuerySelector("[data-testid='audit-row']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>1</b>", second.QuerySelector("[data-testid='audit-row']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("paged.entry", 100, "good"), (Value(verified, "audit-what"), Rows(verified), Find(verified, "audit-verdict")!.ClassName));
        static int Rows(IHtmlDocument page) => page.QuerySelectorAll("[data-testid='audit-row']").Length;
    }

    [Fact]
    public async Task A_backup_is_downloaded_only_after_a_code_and_the_command_to_restore_it_names_it()
    {
        using Person admin = await AdminAsync();
        IHtmlDocument made = await PostAsync(admin, "settings/backup", "backup-make");
        string name = Find(made, "backup-row")!.QuerySelector("code")!.TextContent;

        IHtmlDocument without = await PostAsync(admin, "settings/backup", "backup-code", ("code", "123456"));
        await admin.AddAuthenticatorAsync(ApiHost.Stop);
        IHtmlDocument fresh = await GetAsync(admin, "settings/backup");
        IHtmlDocument whole = await PostAsync(admin, "settings/backup", $"backup-verify-{name}");
        IHtmlDocument gone = await PostAsync(admin, "settings/backup", $"backup-delete-{name}");

        Assert.Equal($"Made {name}.", Text(made, Done));
        Assert.Contains($"{name} --Persistence:Folder=", Text(made, "restore-command"), StringComparison.Ordinal);
        Assert.Null(Find(made, "backup-download"));
        Assert.Equal("There is no authenticator yet. Set one up on the page Account.", Text(without, Fault));
        Assert.NotNull(Find(fresh, "backup-download"));
        Assert.NotEqual("", Text(whole, Done));
        Assert.Equal(($"{name} is deleted.", true), (Text(gone, Done), gone.QuerySelectorAll("[data-testid='backup-row'] code").All(c => c.TextContent != name)));
    }

    [Fact]
    public async Task A_setting_is_reviewed_saved_with_a_reason_and_taken_back()
    {
        using Person admin = await AdminAsync();
        const string Field = "Persistence:RetentionDays", Name = "Persistence.RetentionDays";

        IHtmlDocument wrong = await EditAsync("5"), same = await EditAsync(Value(await GetAsync(admin, "settings/retention"), $"value-{Name}")), review = await EditAsync("500");
        IHtmlDocument silent = await SaveAsync(review, " "), saved = await SaveAsync(review, "the auditors want it");
        string revert = Find(saved, "settings-change")!.QuerySelector("[name='_handler']")!.GetAttribute("value")!;
        IHtmlDocument back = await PostAsync(admin, "settings/retention", revert);

        Assert.Contains("at least the 30 days", Text(wrong, Fault), StringComparison.Ordinal);
        Assert.Equal(("5", true), (Value(wrong, $"value-{Name}"), Find(wrong, "settings-review") is null));
        Assert.Equal("Nothing is different yet.", Text(same, Fault));
        Assert.Contains("500", Text(review, $"review-{Name}"), StringComparison.Ordinal);
        Assert.Contains("Say why", Text(silent, Fault), StringComparison.Ordinal);
        Assert.False(Find(silent, "settings-review")!.HasAttribute("hidden"));
        Assert.Equal(("Saved. It holds now.", "500"), (Text(saved, Done), Value(saved, $"value-{Name}")));
        Assert.Contains("the auditors want it", Text(saved, "settings-change"), StringComparison.Ordinal);
        Assert.NotNull(Find(back, $"review-{Name}"));
        await SaveAsync(back, "the test is over");

        Task<IHtmlDocument> EditAsync(string days) => PostAsync(admin, "settings/retention", "settings-edit", ($"value.{Field}", days), ("do", "review"));

        // As the review has it: each hidden field, and the reason.
        Task<IHtmlDocument> SaveAsync(IHtmlDocument page, string reason) => PostAsync(admin, "settings/retention", "settings-save",
            [.. Find(page, "settings-review")!.QuerySelectorAll("input[type=hidden]").Where(i => i.GetAttribute("name") is "seen" or "reset" || i.GetAttribute("name")!.StartsWith("change.", StringComparison.Ordinal)).Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!)), ("reason", reason)]);
    }

    [Fact]
    public async Task Who_saves_a_review_after_somebody_else_has_saved_is_told_what_and_by_whom_and_saves_the_same_review_again()
    {
        using Person admin = await AdminAsync(), other = await AdminAsync();
        const string Mine = "Backup:Keep", Theirs = "Logs:KeepFiles";
        IHtmlDocument review = await ReviewAsync(admin, "backup", Mine, "9");
        await SaveAsync(other, "retention", await ReviewAsync(other, "retention", Theirs, "21"), Theirs, "21", "the auditors want three weeks");

        IHtmlDocument told = await SaveAsync(admin, "backup", review, Mine, "9", "more of them");
        IHtmlDocument saved = await SaveAsync(admin, "backup", told, Mine, "9", "more of them");

        Assert.StartsWith($"user {other.Name} has changed settings meanwhile: Logs:KeepFiles, settings file → 21 (the auditors want three weeks, at ", Text(told, Fault), StringComparison.Ordinal);
        Assert.False(Find(told, "settings-review")!.HasAttribute("hidden"));
        Assert.StartsWith("Saved.", Text(saved, Done), StringComparison.Ordinal);

        static Task<IHtmlDocument> ReviewAsync(Person person, string page, string field, string value) => PostAsync(person, $"settings/{page}", "settings-edit", ($"value.{field}", value), ("do", "review"));

        static Task<IHtmlDocument> SaveAsync(Person person, string path, IHtmlDocument page, string field, string value, string reason) => PostAsync(person, $"settings/{path}", "settings-save",
            ("seen", Find(page, "settings-review")!.QuerySelector("[name='seen']")!.GetAttribute("value")!), ($"change.{field}", value), ("reason", reason));
    }

    [Fact]
    public async Task A_review_and_the_list_of_changes_speak_the_words_of_the_fields()
    {
        using Person admin = await AdminAsync();
        const string Field = "Persistence:Recording:Enabled", Name = "Persistence.Recording.Enabled";

        IHtmlDocument review = await PostAsync(admin, "settings/retention", "settings-edit", ($"value.{Field}", "false"), ("do", "review"));
        IHtmlDocument saved = await PostAsync(admin, "settings/retention", "settings-save",
            ("seen", Find(review, "settings-review")!.QuerySelector("[name='seen']")!.GetAttribute("value")!), ($"change.{Field}", "false"), ("reason", "the disk is small"));

        Assert.Equal(["on", "off"], Find(review, $"review-{Name}")!.QuerySelectorAll("td").Skip(1).Take(2).Select(c => c.TextContent));
        Assert.Contains("→ off", Text(saved, "settings-change"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_one_is_told_field_by_field_and_stays_typed()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument simulator = await TestAsync("true", "127.0.0.1", "4002"), port = await TestAsync("false", "127.0.0.1", "70000"), machine = await TestAsync("false", "no such machine", "4002");

        Assert.Contains("The embedded simulator is on", Text(simulator, "test-fault"), StringComparison.Ordinal);
        Assert.Equal(("'70000' is no port. Expected 1 to 65535.", "70000"), (Text(port, "test-fault"), Value(port, "value-Tws.Port")));
        Assert.Equal(("'no such machine' is no name or address of a machine.", "no such machine"), (Text(machine, "test-fault"), Value(machine, "value-Tws.Host")));

        Task<IHtmlDocument> TestAsync(string isSimulated, string name, string number) => PostAsync(admin, "settings/connection", "settings-edit",
            ("value.Simulator:Enabled", isSimulated), ("value.Tws:Host", name), ("value.Tws:Port", number), ("value.Tws:ClientId", "1"), ("do", "test"));
    }

    [Fact]
    public async Task A_page_that_was_open_while_somebody_else_saved_takes_nothing_of_that_back()
    {
        using Person admin = await AdminAsync();

        IHtmlDocument review = await PostAsync(admin, "settings/retention", "settings-edit",
            ("was.Persistence:FillDays", "20"), ("value.Persistence:FillDays", "20"), ("was.Persistence:RetentionDays", "0"), ("value.Persistence:RetentionDays", "700"), ("do", "review"));

        Assert.Equal(["review-Persistence.RetentionDays"], review.QuerySelectorAll("[data-testid^='review-']").Select(r => r.GetAttribute("data-testid")));
        Assert.Equal(("30", "30"), (Value(review, "value-Persistence.FillDays"), review.QuerySelector("[name='was.Persistence:FillDays']")!.GetAttribute("value")));
    }

    [Fact]
    public async Task A_contract_that_was_refused_is_listed_with_the_reason()
    {
        using Person admin = await AdminAsync();
        host.View.Watchlist = [new WatchlistItem("NOPE", new ContractQuery("NOPE"), null, WatchState.Failed, "No security definition has been found (200).")];
        try
        {
            IHtmlDocument page = await GetAsync(admin, "settings/instruments");

            Assert.Contains("refused: No security definition has been found (200).", Text(page, "instrument-NOPE"), StringComparison.Ordinal);
        }
        finally
        {
            host.View.Watchlist = [];
        }
        Assert.Contains("Nothing is watched.", (await GetAsync(admin, "settings/instruments")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_on_the_own_account_is_told_and_changes_nothing()
    {
        using Person viewer = await PersonAsync("viewer");

        IHtmlDocument setup = await PostAsync(viewer, "account", "authenticator-begin", ("Form.Password", "wrong")), passkey = await PostAsync(viewer, "account", "passkey-add", ("Form.Name", "Laptop"), ("Form.Password", "wrong"));
        IHtmlDocument changed = await PostAsync(viewer, "account", "password", ("Form.Password", Person.Password), ("Form.NewPassword", "short"));

        Assert.Equal(("The password is wrong.", true), (Text(setup, "account-fault"), Find(setup, "qr") is null));
        Assert.Equal(("The password is wrong.", "Laptop", true), (Text(passkey, "account-fault"), Value(passkey, "passkey-name"), Find(passkey, "passkey-row") is null));
        Assert.Contains("12", Text(changed, "account-fault"), StringComparison.Ordinal);
        Assert.True(Find(changed, "session-end")!.HasAttribute("disabled"));
        Assert.Null(Find(changed, "sessions-end"));
    }

    [Fact]
    public async Task A_key_has_no_account_page_and_is_told_so()
    {
        IHtmlDocument page = await new HtmlParser().ParseDocumentAsync(await host.Http.GetStringAsync("account", ApiHost.Stop));

        Assert.Contains("which has no account", Text(page, "no-account"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("form"));
    }

    [Fact]
    public async Task The_other_sessions_of_the_own_account_are_ended_together()
    {
        using Person viewer = await PersonAsync("viewer"), phone = await viewer.AgainAsync(ApiHost.Stop);

        IHtmlDocument before = await GetAsync(viewer, "account"), after = await PostAsync(viewer, "account", "sessions-end");
        using HttpResponseMessage refused = await phone.Http.GetAsync("account", ApiHost.Stop);

        Assert.Equal((2, 1), (before.QuerySelectorAll("[data-testid='session-row']").Length, after.QuerySelectorAll("[data-testid='session-row']").Length));
        Assert.Equal("All other sessions are ended.", Text(after, "account-done"));
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    [Fact]
    public async Task A_second_factor_without_its_first_step_and_a_wrong_one_say_what_to_do()
    {
        using Person trader = await PersonAsync("trader");
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

        IHtmlDocument first = await PostAsync(stranger, "account/second-factor", "code", ("Form.Code", "123456"));
        await PostAsync(stranger, "account/sign-in", "sign-in", ("Form.Name", trader.Name), ("Form.Password", Person.Password));
        IHtmlDocument wrong = await PostAsync(stranger, "account/second-factor", "code", ("Form.Code", "000000")), recovery = await PostAsync(stranger, "account/second-factor", "recovery", ("Recovery.Code", "none-of-them"));

        Assert.Equal("The first step is too long ago. Sign in again.", Text(first, "second-factor-fault"));
        Assert.Equal("/account/sign-in", first.QuerySelector("a.account-link")!.GetAttribute("href"));
        Assert.Equal(Totp.WrongCode, Text(wrong, "second-factor-fault"));
        // What is said about an authenticator, such as to wait for its next code, does not help with a recovery code.
        Assert.StartsWith("The recovery code is wrong, or was used before", Text(recovery, "second-factor-fault"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "-")]
    [InlineData(true, " ")]
    [InlineData(false, "")]
    public async Task A_recovery_code_counts_however_it_is_typed_off_the_paper_and_once(bool isSmall, string between)
    {
        using Person trader = await PersonAsync("trader");
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        IHtmlDocument made = await PostAsync(trader, "account", "recovery-codes", ("Form.Code", trader.Code()));
        string code = made.QuerySelector("[data-testid='recovery-codes'] li")!.TextContent.Replace("-", between, StringComparison.Ordinal);
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

        await PostAsync(stranger, "account/sign-in", "sign-in", ("Form.Name", trader.Name), ("Form.Password", Person.Password));
        IHtmlDocument first = await PostAsync(stranger, "account/second-factor", "recovery", ("Recovery.Code", isSmall ? code.ToLowerInvariant() : code));
        await PostAsync(stranger, "account/sign-in", "sign-in", ("Form.Name", trader.Name), ("Form.Password", Person.Password));
        IHtmlDocument second = await PostAsync(stranger, "account/second-factor", "recovery", ("Recovery.Code", code));

        Assert.Null(Find(first, "second-factor-fault"));
        Assert.StartsWith("The recovery code is wrong, or was used before", Text(second, "second-factor-fault"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_recovery_codes_still_sign_in_after_one_was_used()
    {
        using Person trader = await PersonAsync("trader");
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        IHtmlDocument made = await PostAsync(trader, "account", "recovery-codes", ("Form.Code", trader.Code()));
        string[] codes = [.. made.QuerySelectorAll("[data-testid='recovery-codes'] li").Take(3).Select(c => c.TextContent)];
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

        List<string?> faults = [];
        foreach (string code in codes)
        {
            await PostAsync(stranger, "account/sign-in", "sign-in", ("Form.Name", trader.Name), ("Form.Password", Person.Password));
            faults.Add(Find(await PostAsync(stranger, "account/second-factor", "recovery", ("Recovery.Code", code)), "second-factor-fault")?.TextContent);
        }

        Assert.Equal([null, null, null], faults);
    }

    [Fact]
    public async Task A_wrong_recovery_code_is_corrected_where_it_was_typed()
    {
        using Person trader = await PersonAsync("trader");
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };
        await PostAsync(stranger, "account/sign-in", "sign-in", ("Form.Name", trader.Name), ("Form.Password", Person.Password));

        IHtmlDocument code = await PostAsync(stranger, "account/second-factor", "code", ("Form.Code", "000000")), recovery = await PostAsync(stranger, "account/second-factor", "recovery", ("Recovery.Code", "none-of-them"));

        Assert.Equal((false, true), (code.QuerySelector("details")!.HasAttribute("open"), recovery.QuerySelector("details")!.HasAttribute("open")));
    }

    [Fact]
    public async Task An_invitation_says_what_is_wrong_and_what_to_do_and_a_slip_costs_it_nothing()
    {
        using Person admin = await AdminAsync();
        string token = await TokenAsync("lena"), late = await TokenAsync("late");
        using HttpClient stranger = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

        IHtmlDocument differ = await AcceptAsync("lena", token, Person.Password, "another password"), little = await AcceptAsync("lena", token, "short", "short");
        IHtmlDocument accepted = await AcceptAsync("lena", token, Person.Password, Person.Password), used = await AcceptAsync("lena", token, Person.Password, Person.Password);
        host.Clock.Advance(Invitations.Length + TimeSpan.FromMinutes(1));
        IHtmlDocument expired = await AcceptAsync("late", late, Person.Password, Person.Password);

        Assert.Equal(("The two passwords differ.", token), (Text(differ, "invitation-fault"), Value(differ, "token")));
        Assert.Contains("12", Text(little, "invitation-fault"), StringComparison.Ordinal);
        Assert.Null(Find(accepted, "invitation-fault"));
        foreach (IHtmlDocument page in (IHtmlDocument[])[used, expired])
        {
            Assert.Contains("This link does not hold", Text(page, "invitation-fault"), StringComparison.Ordinal);
            Assert.Contains("ask an admin for a new one", Text(page, "invitation-fault"), StringComparison.Ordinal);
            Assert.Equal("/account/sign-in", page.QuerySelector("a.account-link")!.GetAttribute("href"));
        }

        Task<IHtmlDocument> AcceptAsync(string name, string code, string password, string again) =>
            PostAsync(stranger, $"account/invitation?name={name}", "invitation", ("Form.Token", code), ("Form.Password", password), ("Form.Again", again));
    }

    [Fact]
    public async Task The_sign_in_speaks_of_the_first_admin_until_there_is_one_however_that_was_made()
    {
        await using var own = new ApiHost();
        await own.InitializeAsync();

        string before = await own.Stranger.GetStringAsync("account/sign-in", ApiHost.Stop);
        using Person admin = await Person.CreateAsync(own.Address, own.KeyFile, "admin", ApiHost.Stop, own.Clock);
        string after = await own.Stranger.GetStringAsync("account/sign-in", ApiHost.Stop);

        Assert.Contains("data-testid=\"no-admin\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("data-testid=\"no-admin\"", after, StringComparison.Ordinal);
    }

    private Task<Person> AdminAsync() => PersonAsync("admin");

    private Task<Person> PersonAsync(string role) => Person.CreateAsync(host.Address, host.KeyFile, role, ApiHost.Stop, host.Clock);

    private async Task<string> IdAsync(Person person) => (await Components.PeopleOfHost.AccessAsync(host, person)).Id;

    private async Task<string> TokenAsync(string name)
    {
        string link = await host.Services.GetRequiredService<Invitations>().CreateAsync(InvitationKind.NewUser, name, [Roles.Viewer], ApiHost.Stop);
        return link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    private static async Task<IHtmlDocument> GetAsync(Person person, string path) => await new HtmlParser().ParseDocumentAsync(await person.Http.GetStringAsync(path, ApiHost.Stop));

    private static Task<IHtmlDocument> PostAsync(Person person, string path, string form, params (string Name, string Value)[] fields) => PostAsync(person.Http, path, form, fields);

    private static async Task<IHtmlDocument> PostAsync(HttpClient http, string path, string form, params (string Name, string Value)[] fields)
    {
        string page = await http.GetStringAsync(path, ApiHost.Stop);
        using var content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), KeyValuePair.Create("_handler", form), KeyValuePair.Create("__RequestVerificationToken", Person.TokenOf(page))]);
        using HttpResponseMessage answer = await http.PostAsync(path, content, ApiHost.Stop);
        string body = await answer.Content.ReadAsStringAsync(ApiHost.Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{answer.StatusCode}: {body}");
        return await new HtmlParser().ParseDocumentAsync(body);
    }

    private static IElement? Find(IHtmlDocument page, string testId) => page.QuerySelector($"[data-testid='{testId}']");

    private static string Text(IHtmlDocument page, string testId) => Find(page, testId)?.TextContent.Trim() ?? $"there is no {testId} on the page: {page.Body?.TextContent}";

    private static string Value(IHtmlDocument page, string testId) => (Find(page, testId) ?? throw new InvalidOperationException($"There is no {testId} on the page: {page.Body?.TextContent}")).GetAttribute("value") ?? "";

    private static IElement Form(IHtmlDocument page, string name) => page.QuerySelectorAll("form").Single(f => f.QuerySelector("[name='_handler']")?.GetAttribute("value") == name);

    private static (string, string) Seen(IHtmlDocument page, string form, string field) => (field, Form(page, form).QuerySelector($"[name='{field}']")?.GetAttribute("value") ?? "");

    private static string Ticked(IElement part) => string.Join(',', part.QuerySelectorAll("[name='Form.Roles']").Where(b => b.HasAttribute("checked")).Select(b => b.GetAttribute("value")!).Order(StringComparer.Ordinal));
}
