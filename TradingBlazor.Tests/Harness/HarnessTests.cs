using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TradingBlazor.Tests.Harness;

/// <summary>The harness itself: a real Chromium against a page on loopback, and child processes that end as told.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class HarnessTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_on_loopback_is_shown_clicked_and_photographed()
    {
        await using WebApplication server = await ServeAsync("<button data-testid='b' onclick=\"this.textContent='clicked'\">click</button>");
        await using BrowserPage page = await browser.OpenAsync(390, 844);

        await page.Page.GotoAsync(server.Urls.Single());
        await page.ById("b").ClickAsync();

        Assert.Equal("clicked", await page.ById("b").TextContentAsync());
        Assert.Empty(page.Troubles);
        Assert.True(new FileInfo(await page.ScreenshotAsync("harness")).Length > 0);
    }

    [Fact]
    public async Task What_was_done_in_a_page_stands_beside_an_error_of_its_script()
    {
        await using WebApplication server = await ServeAsync("<input data-testid='word'><button data-testid='go' onclick='Promise.reject(new Error(1))'>Go</button>");
        await using BrowserPage page = await browser.OpenAsync();
        page.Expect(t => t.StartsWith("script: ", StringComparison.Ordinal));
        await page.Page.GotoAsync(server.Urls.Single());

        await page.ById("word").FillAsync("x");
        await page.ById("go").ClickAsync();

        await Until.TrueAsync("the events before the error", () => Task.FromResult(page.BeforeTheError.Length > 0), TestContext.Current.CancellationToken);
        Assert.Matches(@"input word.*change word.*click go$", page.BeforeTheError);
    }

    [Fact]
    public async Task Console_errors_script_errors_and_missing_files_are_collected()
    {
        await using WebApplication server = await ServeAsync("<script>console.error('told')</script><script>undefined.thrown</script><img src='/missing.png'>");
        await using BrowserPage page = await browser.OpenAsync();

        page.Expect(_ => true);
        await page.Page.GotoAsync(server.Urls.Single());

        Assert.Contains("console: told", page.Troubles);
        Assert.Contains(page.Troubles, t => t.StartsWith("script: ", StringComparison.Ordinal) && t.Contains("thrown", StringComparison.Ordinal));
        Assert.Contains(page.Troubles, t => t.StartsWith("response: 404 ", StringComparison.Ordinal) && t.EndsWith("/missing.png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_test_fails_at_its_end_for_what_went_wrong_in_a_page_and_not_for_what_it_expected()
    {
        await using WebApplication server = await ServeAsync("<script>console.error('told')</script><script>undefined.thrown</script>");
        await using BrowserPage page = await browser.OpenAsync();
        page.Expect(t => t == "console: told");
        await page.Page.GotoAsync(server.Urls.Single());
        var atTheEnd = new NoTroubleOnPagesAttribute();

        void End() => atTheEnd.After(null!, (Xunit.v3.IXunitTest)TestContext.Current.Test!);

        string failure = Assert.ThrowsAny<Exception>(End).Message;
        Assert.Contains("script: ", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("told", failure, StringComparison.Ordinal);
        page.Expect(t => t.StartsWith("script: ", StringComparison.Ordinal));
        NoTroubleOnPagesAttribute.Watch(page);
        End();
    }

    [Fact]
    public async Task A_stopped_process_can_tidy_up_and_a_killed_one_cannot()
    {
        string[] script = ["-c", "trap 'echo tidied; exit 3' TERM; echo up; while :; do read -t 1 <> <(:); done"];
        await using ChildProcess stopped = ChildProcess.Start("stopped", "bash", script);
        await using ChildProcess killed = ChildProcess.Start("killed", "bash", script);
        await stopped.WaitForLineAsync(l => l == "up", Stop);
        await killed.WaitForLineAsync(l => l == "up", Stop);

        int code = await stopped.StopAsync(Stop);
        await killed.KillAsync();

        Assert.Equal((3, "up\ntidied"), (code, stopped.Output));
        Assert.Equal((128 + 9, "up"), (await killed.WaitForExitAsync(Stop), killed.Output));
    }

    [Fact]
    public async Task A_process_that_ends_without_the_expected_line_is_told_with_its_output()
    {
        await using ChildProcess process = ChildProcess.Start("short", "bash", ["-c", "echo something else >&2"]);

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => process.WaitForLineAsync(l => l == "up", Stop));

        Assert.Contains("something else", e.Message, StringComparison.Ordinal);
    }

    private static Task<WebApplication> ServeAsync(string body) => Loopback.ServeAsync(
        context =>
        {
            if (context.Request.Path != "/")
            {
                context.Response.StatusCode = context.Request.Path == "/favicon.ico" ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync($"<!doctype html><title>harness</title>{body}", Stop);
        },
        Stop);
}
