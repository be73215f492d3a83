using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Killing;

/// <summary>What tests of the kill switch do with a desk.</summary>
internal static class KillGiven
{
    private static readonly CommandContext Who = new("api", "anna");

    extension(Desk desk)
    {
        /// <summary>The one switch that is engaged.</summary>
        public KillStatus Switch => Assert.Single(desk.Seen.KillSwitches);

        public KillResult Kill(KillLevel level, RiskScope? scope = null)
        {
            var command = new EngageKillSwitch(scope ?? RiskScope.Firm, level, "test") { Time = desk.Now, Context = Who };
            desk.Apply(command);
            return command.Reply.Task.GetAwaiter().GetResult();
        }

        public KillResult Rearm(string reason, RiskScope? scope = null, KillStatus? seen = null)
        {
            var command = new RearmKillSwitch(scope ?? RiskScope.Firm, reason, seen) { Time = desk.Now, Context = Who };
            desk.Apply(command);
            return command.Reply.Task.GetAwaiter().GetResult();
        }

        /// <summary>100 SPY are held, and the broker says so.</summary>
        public void Held100()
        {
            Order buy = desk.Working(Desk.Buy(100m, 100.02m));
            desk.Fill(buy, "h1.01", 100m, 100.02m);
            desk.Position(100m);
        }

        /// <summary>Somebody enters an order in TWS.</summary>
        public void Foreign() => desk.Apply(new BrokerOrderReceived
        {
            Time = desk.Now,
            OrderId = new OrderId(0),
            ClientId = 0,
            PermId = new PermId(4711),
            OrderRef = new OrderRef(""),
            Account = Desk.Account,
            Contract = Desk.Spy,
            Side = OrderSide.Buy,
            Quantity = 5m,
            Type = OrderType.Limit,
            LimitPrice = 90m,
            Tif = TimeInForce.Day,
            Status = BrokerOrderStatus.Submitted,
        });
    }
}
