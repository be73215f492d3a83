using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;

namespace TradingBlazor.State.Ladder;

/// <summary>What a line of the ladder says of its price, and the ids of its cells. Equal when price and decimals are.</summary>
public sealed class LadderPrice : IEquatable<LadderPrice>
{
    /// <summary>The words for a price.</summary>
    /// <param name="price">Price.</param>
    /// <param name="decimals">Decimals shown.</param>
    public LadderPrice(decimal price, int decimals)
    {
        (Price, Decimals) = (price, decimals);
        string raw = Format.Raw(price);
        (RowId, BidId, AskId, PriceId) = ("ladder-row-" + raw, "ladder-bid-" + raw, "ladder-ask-" + raw, "ladder-price-" + raw);
        Text = Format.Price(price, decimals);
        BidWords = Hidden($"Buy at {Text}; bid ");
        AskWords = Hidden($"Sell at {Text}; offered ");
    }

    /// <summary>The price.</summary>
    public decimal Price { get; }

    /// <summary>Decimals shown.</summary>
    public int Decimals { get; }

    /// <summary>The price as it is shown.</summary>
    public string Text { get; }

    /// <summary>Id of the row.</summary>
    public string RowId { get; }

    /// <summary>Id of the cell with the size bid.</summary>
    public string BidId { get; }

    /// <summary>Id of the cell with the size offered.</summary>
    public string AskId { get; }

    /// <summary>Id of the cell with the price.</summary>
    public string PriceId { get; }

    /// <summary>What is read aloud before the size bid.</summary>
    public MarkupString BidWords { get; }

    /// <summary>What is read aloud before the size offered.</summary>
    public MarkupString AskWords { get; }

    /// <inheritdoc/>
    public bool Equals(LadderPrice? other) => other is not null && other.Price == Price && other.Decimals == Decimals;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LadderPrice);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Price, Decimals);

    private static MarkupString Hidden(string words) => new($"<span class=\"visually-hidden\">{HtmlEncoder.Default.Encode(words)}</span>");
}

/// <summary>
/// The words of ladders, written once for all pages that show them: a window that follows a quick market makes new lines all the time, and a hundred desks that
/// look at the same book would write the same ten texts for each of them. Thread-safe.
/// </summary>
public sealed class LadderTexts
{
    // Some hundred ladders of different contracts. What is beyond is written anew: nothing depends on an object being the same.
    private const int PricesMax = 8192, SizesMax = 8192;

    private readonly ConcurrentDictionary<(decimal Price, int Decimals), LadderPrice> _prices = new();
    private readonly ConcurrentDictionary<decimal, string> _sizes = new();

    /// <summary>The words for a price.</summary>
    /// <param name="price">Price.</param>
    /// <param name="decimals">Decimals shown.</param>
    public LadderPrice Of(decimal price, int decimals)
    {
        if (_prices.TryGetValue((price, decimals), out LadderPrice? known)) return known;
        if (_prices.Count >= PricesMax) _prices.Clear();
        return _prices.GetOrAdd((price, decimals), static key => new LadderPrice(key.Price, key.Decimals));
    }

    /// <summary>A size as it is shown; nothing for none.</summary>
    public string Size(decimal? size)
    {
        if (size is not { } shown) return "";
        if (_sizes.TryGetValue(shown, out string? known)) return known;
        if (_sizes.Count >= SizesMax) _sizes.Clear();
        return _sizes.GetOrAdd(shown, static s => Format.Quantity(s));
    }
}
