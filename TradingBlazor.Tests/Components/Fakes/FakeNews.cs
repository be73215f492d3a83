using TradingCore.Domain;
using TradingCore.MarketData.News;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>News that a test sets.</summary>
public sealed class FakeNews : INewsView
{
    public NewsSnapshot Current { get; set; } = NewsSnapshot.Empty;

    public List<string> Wanted { get; } = [];

    public void Want(ConId conId, string ticker) => Wanted.Add(ticker);
}
