using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Trading;
using TradingBlazor.Hosting;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Tws.Statements;

namespace TradingBlazor.Tests.Components;

/// <summary>Executions of a statement are seen before they are booked, and what is not booked says why.</summary>
public sealed class StatementDialogTests : DeskTest
{
    private static readonly string File = ApiExamples.Requests["BookStatement"];
    private static readonly StatementContract Spy = new(new AccountId("DU1234567"), "SPY", 2, 1, 50m, StatementVerdict.Booked, "");

    [Fact]
    public async Task What_would_be_booked_is_shown_first_and_booked_when_it_is_meant()
    {
        Commands.Statement = new StatementResult(CommandOutcome.Accepted, "One execution would be booked; one contract is left out.", [Spy, Spy with { Ticker = "QQQ", Verdict = StatementVerdict.LeftOut, Message = "They come to +50." }]);
        IRenderedComponent<MudDialogProvider> dialog = await OpenAsync();
        Assert.Equal(("Nothing is booked before you have seen what it would be.", true), (Text(dialog, "statement-message"), Find(dialog, "statement-book").HasAttribute("disabled")));

        Choose(dialog, File);
        dialog.WaitForAssertion(() => Assert.Equal("One execution would be booked; one contract is left out.", Text(dialog, "statement-message")));
        Assert.Equal(("Book one execution", true), (Text(dialog, "statement-book"), Assert.Single(Commands.Statements).IsPreview));
        Assert.Equal(["SPY DU1234567 One execution to be booked, +50 in all; 2 known already.", "QQQ DU1234567 One execution left out. They come to +50."], Rows(dialog));
        Commands.Statement = new StatementResult(CommandOutcome.Accepted, "One execution is booked.", [Spy]);
        await Find(dialog, "statement-book").ClickAsync(new());

        Assert.Equal([true, false], Commands.Statements.Select(s => s.IsPreview));
        Assert.Equal("0000e0d5.67fe667b.01.01", Assert.Single(Commands.Statements[1].Fills).ExecId.Value);
        Assert.Equal(("One execution is booked.", true), (Text(dialog, "statement-message"), Find(dialog, "statement-book").HasAttribute("disabled")));
        Assert.Equal(["SPY DU1234567 One execution booked, +50 in all; 2 known already."], Rows(dialog));
    }

    [Fact]
    public async Task A_file_that_is_no_statement_says_what_was_expected_and_asks_nothing()
    {
        IRenderedComponent<MudDialogProvider> dialog = await OpenAsync();

        Choose(dialog, "date,symbol,quantity");

        dialog.WaitForAssertion(() => Assert.EndsWith(FlexStatement.HowTo, Text(dialog, "statement-message"), StringComparison.Ordinal));
        Assert.Empty(Commands.Statements);
    }

    [Fact]
    public async Task A_refusal_stays_on_the_screen_with_its_reason()
    {
        Commands.Statement = new StatementResult(CommandOutcome.Refused, "mira may not do this: it needs the permission ManageRisk.", []);
        IRenderedComponent<MudDialogProvider> dialog = await OpenAsync();

        Choose(dialog, File);

        dialog.WaitForAssertion(() => Assert.Equal("mira may not do this: it needs the permission ManageRisk.", Text(dialog, "statement-message")));
        Assert.True(Find(dialog, "statement-book").HasAttribute("disabled"));
    }

    private static void Choose(IRenderedComponent<MudDialogProvider> dialog, string text) => dialog.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, "trades.xml"));

    private static IEnumerable<string> Rows(IRenderedComponent<MudDialogProvider> dialog) => dialog.FindAll(".statement-row").Select(r => r.TextContent.Trim());

    private async Task<IRenderedComponent<MudDialogProvider>> OpenAsync()
    {
        Render<MudPopoverProvider>();
        IRenderedComponent<MudDialogProvider> dialog = Render<MudDialogProvider>();
        await dialog.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<StatementDialog>("Book executions from a statement"));
        dialog.WaitForAssertion(() => Assert.True(Has(dialog, "statement-dialog")));
        return dialog;
    }
}
