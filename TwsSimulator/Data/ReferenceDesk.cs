using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Data;

/// <summary>Answers small questions that nothing depends on: time, user, tiers, and what the letters of a quote's exchanges mean.</summary>
internal sealed class ReferenceDesk(MarketFeed feed)
{
    /// <summary>The code of tickReqParams under which <see cref="ReqSmartComponents"/> finds the exchanges of US stocks.</summary>
    public const string StockBbo = "9c0001";

    private static readonly SmartComponent[] StockComponents = [.. Venues.Stocks.Select((venue, i) => new SmartComponent(i, venue, LetterOf(venue)))];

    /// <summary>The letter that stands for an exchange in quotes.</summary>
    public static string LetterOf(string venue) => venue switch
    {
        "ARCA" => "P",
        "BATS" => "Z",
        "DRCTEDGE" => "K",
        "IEX" => "V",
        "ISLAND" => "Q",
        "MEMX" => "U",
        _ => "N",
    };

    /// <summary>Answers a request; false when it is none of these.</summary>
    public bool TryAnswer(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqCurrentTime:
                client.Send(new CurrentTime(feed.NowMs / 1000));
                return true;
            case ReqCurrentTimeInMillis:
                client.Send(new CurrentTimeInMillis(feed.NowMs));
                return true;
            case SetServerLogLevel level:
                if (level.LogLevel is < 1 or > 5)
                    client.SendError(-1, 319, "Invalid log level. Use 1 (system) to 5 (detail).");
                return true;
            case ReqUserInfo user:
                client.Send(new UserInfo(user.ReqId, ""));
                return true;
            case ReqFamilyCodes:
                client.Send(new FamilyCodes([new AccountFamilyCode("*", "")]));
                return true;
            case ReqSoftDollarTiers tiers:
                client.Send(new SoftDollarTiers(tiers.ReqId, []));
                return true;
            case ReqSmartComponents components:
                SendComponents(client, components);
                return true;
            default:
                return false;
        }
    }

    private static void SendComponents(ClientSession client, ReqSmartComponents request)
    {
        if (request.BboExchange == StockBbo)
            client.Send(new SmartComponents(request.ReqId, StockComponents));
        else
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqSmartComponents' : cause - Invalid BBO exchange '{request.BboExchange}'. Use the one of tickReqParams.");
    }
}
