using TwsProtocol.Wire;

namespace TwsProtocol.Contracts;

/// <summary>The groups of contract fields that many messages share, in the order of the wire.</summary>
internal static class ContractFields
{
    /// <summary>The twelve fields of most requests.</summary>
    public static Contract Read12(ref FieldReader reader) => new()
    {
        ConId = reader.ReadInt("contract.conId"),
        Symbol = reader.ReadText("contract.symbol"),
        SecType = reader.ReadText("contract.secType"),
        LastTradeDateOrContractMonth = reader.ReadText("contract.lastTradeDateOrContractMonth"),
        Strike = reader.ReadDouble("contract.strike"),
        Right = reader.ReadText("contract.right"),
        Multiplier = reader.ReadText("contract.multiplier"),
        Exchange = reader.ReadText("contract.exchange"),
        PrimaryExch = reader.ReadText("contract.primaryExch"),
        Currency = reader.ReadText("contract.currency"),
        LocalSymbol = reader.ReadText("contract.localSymbol"),
        TradingClass = reader.ReadText("contract.tradingClass"),
    };

    /// <summary>Writes what <see cref="Read12"/> reads.</summary>
    public static void Write12(FieldWriter writer, Contract contract)
    {
        writer.Write(contract.ConId);
        writer.Write(contract.Symbol);
        writer.Write(contract.SecType);
        writer.Write(contract.LastTradeDateOrContractMonth);
        writer.Write(contract.Strike);
        writer.Write(contract.Right);
        writer.Write(contract.Multiplier);
        writer.Write(contract.Exchange);
        writer.Write(contract.PrimaryExch);
        writer.Write(contract.Currency);
        writer.Write(contract.LocalSymbol);
        writer.Write(contract.TradingClass);
    }

    /// <summary>The twelve fields and includeExpired.</summary>
    public static Contract Read13(ref FieldReader reader) => Read12(ref reader) with { IncludeExpired = reader.ReadBool("contract.includeExpired") };

    /// <summary>Writes what <see cref="Read13"/> reads.</summary>
    public static void Write13(FieldWriter writer, Contract contract)
    {
        Write12(writer, contract);
        writer.Write(contract.IncludeExpired);
    }

    /// <summary>The eleven fields of server messages: no primary exchange.</summary>
    public static Contract ReadServer(ref FieldReader reader) => new()
    {
        ConId = reader.ReadInt("conId"),
        Symbol = reader.ReadText("symbol"),
        SecType = reader.ReadSharedText("secType"),
        LastTradeDateOrContractMonth = reader.ReadText("lastTradeDateOrContractMonth"),
        Strike = reader.ReadDouble("strike"),
        Right = reader.ReadSharedText("right"),
        Multiplier = reader.ReadSharedText("multiplier"),
        Exchange = reader.ReadSharedText("exchange"),
        Currency = reader.ReadSharedText("currency"),
        LocalSymbol = reader.ReadText("localSymbol"),
        TradingClass = reader.ReadSharedText("tradingClass"),
    };

    /// <summary>Writes what <see cref="ReadServer"/> reads.</summary>
    public static void WriteServer(FieldWriter writer, Contract contract)
    {
        writer.Write(contract.ConId);
        writer.Write(contract.Symbol);
        writer.Write(contract.SecType);
        writer.Write(contract.LastTradeDateOrContractMonth);
        writer.Write(contract.Strike);
        writer.Write(contract.Right);
        writer.Write(contract.Multiplier);
        writer.Write(contract.Exchange);
        writer.Write(contract.Currency);
        writer.Write(contract.LocalSymbol);
        writer.Write(contract.TradingClass);
    }

    /// <summary>The contract with the parts that come later in messages with an order; most have none of them and are not copied.</summary>
    public static Contract WithCombo(Contract contract, string legsDescription, IReadOnlyList<ComboLeg> legs, DeltaNeutralContract? hedge) =>
        legsDescription.Length == 0 && legs.Count == 0 && hedge is null
            ? contract
            : contract with { ComboLegsDescription = legsDescription, ComboLegs = legs, DeltaNeutralContract = hedge };

    /// <summary>Count and legs as market data requests carry them: four fields per leg.</summary>
    public static IReadOnlyList<ComboLeg> ReadShortLegs(ref FieldReader reader)
    {
        int count = reader.ReadCount("contract.comboLegs.count", fieldsPerItem: 4);
        if (count == 0) return [];
        var legs = new ComboLeg[count];
        for (int i = 0; i < legs.Length; i++)
        {
            legs[i] = new ComboLeg
            {
                ConId = reader.ReadInt("comboLeg.conId"),
                Ratio = reader.ReadInt("comboLeg.ratio"),
                Action = reader.ReadText("comboLeg.action"),
                Exchange = reader.ReadText("comboLeg.exchange"),
            };
        }
        return legs;
    }

    /// <summary>Writes what <see cref="ReadShortLegs"/> reads.</summary>
    public static void WriteShortLegs(FieldWriter writer, IReadOnlyList<ComboLeg> legs)
    {
        writer.Write(legs.Count);
        foreach (ComboLeg leg in legs)
        {
            writer.Write(leg.ConId);
            writer.Write(leg.Ratio);
            writer.Write(leg.Action);
            writer.Write(leg.Exchange);
        }
    }

    /// <summary>A flag, and the delta neutral contract when it is 1.</summary>
    public static DeltaNeutralContract? ReadDeltaNeutral(ref FieldReader reader)
    {
        // The official client compares with 1 here; every other number means "absent".
        if (reader.ReadInt("deltaNeutralContract.present") != 1) return null;
        return new DeltaNeutralContract
        {
            ConId = reader.ReadInt("deltaNeutralContract.conId"),
            Delta = reader.ReadDouble("deltaNeutralContract.delta"),
            Price = reader.ReadDouble("deltaNeutralContract.price"),
        };
    }

    /// <summary>Writes what <see cref="ReadDeltaNeutral"/> reads.</summary>
    public static void WriteDeltaNeutral(FieldWriter writer, DeltaNeutralContract? hedge)
    {
        writer.Write(hedge is not null);
        if (hedge is null) return;
        writer.Write(hedge.ConId);
        writer.Write(hedge.Delta);
        writer.Write(hedge.Price);
    }
}
