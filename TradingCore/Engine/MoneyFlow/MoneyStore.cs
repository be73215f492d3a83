using System.Globalization;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>Journals what of the money could not be made again from fills and the broker's word, as documents among the settings.</summary>
internal sealed class MoneyStore(EngineState state)
{
    private const string Who = "engine";

    public void Day(AccountId account, DayDocument day) => Put(MoneyKeys.OfDay(account, day.Day), JsonSerializer.Serialize(day, MoneyJson.Default.DayDocument));

    public void Cash(AccountId account) =>
        Put(MoneyKeys.Cash + account.Value, JsonSerializer.Serialize(new CashDocument(state.Cash.Own(account)), MoneyJson.Default.CashDocument));

    public void Moved(AccountId account, CashMoved moved) => Put(MoneyKeys.OfMoved(account, moved.Time), JsonSerializer.Serialize(moved, MoneyJson.Default.CashMoved));

    public void Rate(ExchangeRate rate) => Put(MoneyKeys.OfRate(rate), JsonSerializer.Serialize(new RateDocument(rate.Rate, rate.Source, rate.Time), MoneyJson.Default.RateDocument));

    public void Unit(Contract contract) =>
        Put(MoneyKeys.Unit + contract.ConId.Value.ToString(CultureInfo.InvariantCulture), JsonSerializer.Serialize(new UnitDocument(contract.Multiplier, contract.PriceMagnifier), MoneyJson.Default.UnitDocument));

    private void Put(string key, string value) => state.Effects.Journal.Add(new SettingWritten(key, value, Who, state.Now));
}
