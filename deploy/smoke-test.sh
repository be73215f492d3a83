#!/usr/bin/env bash
# Starts the image "tradingblazor" as it is run in earnest (no root, nothing writable but /data and /tmp, no rights) and sees it become healthy and ready, take an order of the simulator, tell its metrics, and stop in time.
set -euo pipefail
image=${1:-tradingblazor}
name=tradingblazor-smoke-$$
trap 'docker logs --tail 50 "$name" || true; docker rm -f "$name" >/dev/null 2>&1 || true' EXIT
docker run -d --name "$name" --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges:true -v /data "$image" --MarketData:Watchlist=SPY >/dev/null
for _ in $(seq 60); do
  [[ $(docker inspect -f '{{.State.Health.Status}}' "$name") == healthy ]] && break
  sleep 2
done
[[ $(docker inspect -f '{{.State.Health.Status}}' "$name") == healthy ]] || { echo "it did not become healthy"; exit 1; }
[[ $(docker inspect -f '{{.Config.User}}' "$name") != "" ]] || { echo "it runs as root"; exit 1; }
# The desk listens on loopback of the container: a second container in its network asks.
ask() { docker run --rm --network "container:$name" --volumes-from "$name" curlimages/curl:8.14.1 -sS "$@"; }
for _ in $(seq 30); do
  [[ $(ask -o /dev/null -w '%{http_code}' http://127.0.0.1:9464/ready) == 200 ]] && break
  sleep 2
done
[[ $(ask -o /dev/null -w '%{http_code}' http://127.0.0.1:9464/ready) == 200 ]] || { echo "it did not become ready"; exit 1; }
key=$(docker exec "$name" cat /data/api-key)
accepted=0
for _ in $(seq 20); do
  code=$(ask -o /dev/null -w '%{http_code}' -X POST http://127.0.0.1:5080/api/v1/orders -H "X-Api-Key: $key" -H 'Content-Type: application/json' -d '{"symbol":"SPY","side":"BUY","quantity":1,"type":"MKT"}')
  [[ $code == 201 ]] && { accepted=1; break; }
  sleep 1
done
[[ $accepted == 1 ]] || { echo "no order was accepted"; exit 1; }
ask http://127.0.0.1:9464/metrics | grep -q '^trading_order_command_to_wire_seconds_count' || { echo "the order is not in the metrics"; exit 1; }
docker exec "$name" dotnet TradingBlazor.dll doctor || { echo "the doctor is not content"; exit 1; }
began=$(date +%s)
docker stop -t 20 "$name" >/dev/null
(( $(date +%s) - began <= 12 )) || { echo "it took too long to stop"; exit 1; }
[[ $(docker inspect -f '{{.State.ExitCode}}' "$name") == 0 ]] || { echo "it did not end in good order"; exit 1; }
trap - EXIT
docker rm -f "$name" >/dev/null
echo "well"
