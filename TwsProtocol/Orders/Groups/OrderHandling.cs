using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>How an order is worked: flags and single values that each message has at places of its own.</summary>
internal record struct OrderHandling
{
    public bool Transmit = true;
    public bool BlockOrder;
    public bool SweepToFill;
    public int? DisplaySize = 0;
    public int TriggerMethod;
    public bool OutsideRth;
    public bool Hidden;
    public double DiscretionaryAmt;
    public string GoodAfterTime = "";
    public string GoodTillDate = "";
    public bool OverridePercentageConstraints;
    public string Rule80A = "";
    public bool AllOrNone;
    public int? MinQty;
    public int OcaType;
    public double? PercentOffset;
    public string SettlingFirm = "";
    public int? AuctionStrategy = 0;
    public bool WhatIf;
    public bool Solicited;
    public IReadOnlyList<TagValue> OrderMiscOptions = [];
    public bool OptOutSmartRouting;
    public bool IsOmsContainer;
    public bool DiscretionaryUpToLimitPrice;
    public bool? UsePriceMgmtAlgo;
    public int? Duration;
    public int? PostToAts;
    public bool AutoCancelParent;
    public double? CashQty;
    public bool IncludeOvernight;
    public bool ImbalanceOnly;

    public OrderHandling()
    {
    }

    /// <summary>Reads when and how openly a server's order works: four fields after its ids.</summary>
    public void ReadWorking(ref FieldReader reader)
    {
        OutsideRth = reader.ReadBool("outsideRth");
        Hidden = reader.ReadBool("hidden");
        DiscretionaryAmt = reader.ReadDouble("discretionaryAmt");
        GoodAfterTime = reader.ReadText("goodAfterTime");
    }

    /// <summary>Writes what <see cref="ReadWorking"/> reads.</summary>
    public readonly void WriteWorking(FieldWriter writer)
    {
        writer.Write(OutsideRth);
        writer.Write(Hidden);
        writer.Write(DiscretionaryAmt);
        writer.Write(GoodAfterTime);
    }

    /// <summary>Reads until when a server's order works and who settles it: four fields before the short sale.</summary>
    public void ReadSettlement(ref FieldReader reader)
    {
        GoodTillDate = reader.ReadText("goodTillDate");
        Rule80A = reader.ReadSharedText("rule80A");
        PercentOffset = reader.ReadOptionalDouble("percentOffset");
        SettlingFirm = reader.ReadText("settlingFirm");
    }

    /// <summary>Writes what <see cref="ReadSettlement"/> reads.</summary>
    public readonly void WriteSettlement(FieldWriter writer)
    {
        writer.Write(GoodTillDate);
        writer.Write(Rule80A);
        writer.WriteOrEmpty(PercentOffset);
        writer.Write(SettlingFirm);
    }
}
