using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Starts a market scanner; at most 10 are active at a time.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
/// <param name="Subscription">What to look for.</param>
public sealed record ReqScannerSubscription(int ReqId, ScannerSubscription Subscription)
    : IRequest, IDecodable<ReqScannerSubscription>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 22;

    private const string Name = "reqScannerSubscription";

    /// <summary>Generic filters, such as marketCapAbove1e6.</summary>
    public IReadOnlyList<TagValue> ScannerSubscriptionFilterOptions { get; init; } = [];

    /// <summary>Internal options, normally none.</summary>
    public IReadOnlyList<TagValue> ScannerSubscriptionOptions { get; init; } = [];

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqScannerSubscription Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqScannerSubscription(
            ReqId: reader.ReadInt("reqId"),
            Subscription: new ScannerSubscription
            {
                NumberOfRows = reader.ReadOptionalInt("subscription.numberOfRows"),
                Instrument = reader.ReadText("subscription.instrument"),
                LocationCode = reader.ReadText("subscription.locationCode"),
                ScanCode = reader.ReadText("subscription.scanCode"),
                AbovePrice = reader.ReadOptionalDouble("subscription.abovePrice"),
                BelowPrice = reader.ReadOptionalDouble("subscription.belowPrice"),
                AboveVolume = reader.ReadOptionalInt("subscription.aboveVolume"),
                MarketCapAbove = reader.ReadOptionalDouble("subscription.marketCapAbove"),
                MarketCapBelow = reader.ReadOptionalDouble("subscription.marketCapBelow"),
                MoodyRatingAbove = reader.ReadText("subscription.moodyRatingAbove"),
                MoodyRatingBelow = reader.ReadText("subscription.moodyRatingBelow"),
                SpRatingAbove = reader.ReadText("subscription.spRatingAbove"),
                SpRatingBelow = reader.ReadText("subscription.spRatingBelow"),
                MaturityDateAbove = reader.ReadText("subscription.maturityDateAbove"),
                MaturityDateBelow = reader.ReadText("subscription.maturityDateBelow"),
                CouponRateAbove = reader.ReadOptionalDouble("subscription.couponRateAbove"),
                CouponRateBelow = reader.ReadOptionalDouble("subscription.couponRateBelow"),
                ExcludeConvertible = reader.ReadBool("subscription.excludeConvertible"),
                AverageOptionVolumeAbove = reader.ReadOptionalInt("subscription.averageOptionVolumeAbove"),
                ScannerSettingPairs = reader.ReadText("subscription.scannerSettingPairs"),
                StockTypeFilter = reader.ReadText("subscription.stockTypeFilter"),
            })
        {
            ScannerSubscriptionFilterOptions = reader.ReadTags("scannerSubscriptionFilterOptions"),
            ScannerSubscriptionOptions = reader.ReadTags("scannerSubscriptionOptions"),
        };
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.WriteOrEmpty(Subscription.NumberOfRows);
        writer.Write(Subscription.Instrument);
        writer.Write(Subscription.LocationCode);
        writer.Write(Subscription.ScanCode);
        writer.WriteOrEmpty(Subscription.AbovePrice);
        writer.WriteOrEmpty(Subscription.BelowPrice);
        writer.WriteOrEmpty(Subscription.AboveVolume);
        writer.WriteOrEmpty(Subscription.MarketCapAbove);
        writer.WriteOrEmpty(Subscription.MarketCapBelow);
        writer.Write(Subscription.MoodyRatingAbove);
        writer.Write(Subscription.MoodyRatingBelow);
        writer.Write(Subscription.SpRatingAbove);
        writer.Write(Subscription.SpRatingBelow);
        writer.Write(Subscription.MaturityDateAbove);
        writer.Write(Subscription.MaturityDateBelow);
        writer.WriteOrEmpty(Subscription.CouponRateAbove);
        writer.WriteOrEmpty(Subscription.CouponRateBelow);
        writer.Write(Subscription.ExcludeConvertible);
        writer.WriteOrEmpty(Subscription.AverageOptionVolumeAbove);
        writer.Write(Subscription.ScannerSettingPairs);
        writer.Write(Subscription.StockTypeFilter);
        writer.WriteTags(ScannerSubscriptionFilterOptions);
        writer.WriteTags(ScannerSubscriptionOptions);
    }
}
