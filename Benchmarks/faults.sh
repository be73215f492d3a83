#!/usr/bin/env bash
# Takes away what a desk of many processes needs while orders flow, one thing after the other and in random pairs, and compares with the gateway after each: a table for
# docs/reliability.md. The exit code is 0 only when everything agreed. It needs root (a small disk is mounted) and, for the clock, libfaketime, which is
# installed when it is missing (the tests themselves do without: the clock is none of the faults that they try by themselves).
#
#   Benchmarks/faults.sh                              each fault alone, then 10 random pairs; 3 rounds each, seeds from 1
#   Benchmarks/faults.sh redis,database+web 5 7       two rows of 5 rounds, seeds 7 and 8
#   Benchmarks/faults.sh pairs:20 3 100               20 random pairs, seeds from 100; each is drawn from its own seed
#   CONFIGURATION=Release Benchmarks/faults.sh
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

faults=${1:-all,pairs:10} rounds=${2:-3} seed=${3:-1}
configuration=${CONFIGURATION:-Debug}
tests=TradingBlazor.Tests/bin/$configuration/net10.0/TradingBlazor.Tests.dll
rows=artifacts/measured/faults.md   # where the test writes a row when it has one
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

case ",${faults//[+]/,}," in
  *,all,* | *,pairs:* | *,disk,*) [[ $(id -u) == 0 ]] || { echo "The fault 'disk' mounts a small disk, for which this must be run as root." >&2; exit 2; } ;;
esac
case ",${faults//[+]/,}," in
  *,all,* | *,pairs:* | *,clock,*)
    if ! compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null; then
      echo "The fault 'clock' needs libfaketime, which is missing; installing it." >&2
      { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends faketime; } >"$log" 2>&1 \
        || { cat "$log" >&2; echo "It could not be installed: run 'apt-get install faketime' as root, or name faults without 'clock', such as: Benchmarks/faults.sh redis,database+web" >&2; exit 2; }
    fi ;;
esac

dotnet build TradingBlazor.Tests -c "$configuration" -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log"; exit 1; }

echo "$faults, $rounds rounds each, build $configuration, $(nproc) cores, load average $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo '?')."
echo
rm -f "$rows"
FAULTS=$faults FAULT_ROUNDS=$rounds FAULT_SEED=$seed dotnet exec "$tests" --filter-class '*FaultTests' --no-ansi --progress off >"$log" 2>&1
result=$?
cat "$rows" 2>/dev/null
echo
if ((result == 0)) && [[ -s $rows ]] && ! grep -qE 'skipped: [1-9]' "$log"; then
  echo "Everything agrees: nothing acknowledged was lost or doubled."
else
  grep -vE '^\s*$' "$log" | tail -60 >&2
  echo "Not everything agrees; what was said is above."
  exit 1
fi
