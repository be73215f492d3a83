namespace TradingBlazor.State;

/// <summary>What a page holds that a person typed or chose and that is nowhere else: kept by the browser tab, so that it outlives the server process.</summary>
/// <param name="Ticker">Selected contract.</param>
/// <param name="BarSeconds">Length of the chart's bars.</param>
/// <param name="Place">Place of the phone layout.</param>
/// <param name="More">Panel of the phone's last place.</param>
/// <param name="Account">Account for new orders.</param>
/// <param name="Draft">The ticket as typed.</param>
public sealed record DraftSnapshot(string Ticker, int BarSeconds, DeskPlace Place, string More, string Account, TicketDraft Draft)
{
    /// <summary>Age from which a draft is not brought back: its prices are of another day.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(12);

    /// <summary>What <paramref name="state"/> holds.</summary>
    public static DraftSnapshot Of(DeskState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new DraftSnapshot(state.Ticker, state.BarSeconds, state.Place, state.More, state.Account, state.Draft);
    }

    /// <summary>Puts it back.</summary>
    public void Restore(DeskState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Ticker = Ticker;
        state.BarSeconds = BarSeconds;
        state.Place = Enum.IsDefined(Place) ? Place : default;
        state.More = More;
        state.Account = Account;
        // An order is never confirmed by a page that was away: the quantity must be typed once more.
        Draft.Confirmation = "";
        state.UseDraft(Draft);
    }
}
