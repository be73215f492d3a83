using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Account;

namespace TradingBlazor.Tests.Components;

/// <summary>What stands in the place of a page that its person may not see.</summary>
public sealed class SignedOutTests : BunitContext
{
    [Fact]
    public void A_page_whose_session_ended_shows_no_figure_and_leads_to_a_sign_in_that_says_why()
    {
        this.AddAuthorization().SetNotAuthorized();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));

        IRenderedComponent<NotForYou> cut = Render<NotForYou>();

        Assert.Single(cut.FindAll("[data-testid='signed-out']"));
        Assert.EndsWith("/account/sign-in?ended=true&returnUrl=%2F", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_not_for_the_role_says_so_and_stays_where_it_is()
    {
        this.AddAuthorization().SetAuthorized("mira");
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));

        IRenderedComponent<NotForYou> cut = Render<NotForYou>();

        Assert.Single(cut.FindAll("[data-testid='not-for-you']"));
        Assert.Equal(Services.GetRequiredService<NavigationManager>().BaseUri, Services.GetRequiredService<NavigationManager>().Uri);
    }
}
