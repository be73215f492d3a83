#!/usr/bin/env bash
# Kills the program again and again, in rounds with different seeds, and prints what each round came to: a table for docs/reliability.md.
# The exit code is 0 only when every round agreed.
#
#   Benchmarks/crash.sh                    10 rounds of 100 kills, seeds from 1
#   Benchmarks/crash.sh 2 2 7              2 rounds of 2 kills, seeds 7 and 8
#   CONFIGURATION=Release Benchmarks/crash.sh
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

rounds=${1:-10} kills=${2:-100} seed=${3:-1}
configuration=${CONFIGURATION:-Debug}
tests=TradingBlazor.Tests/bin/$configuration/net10.0/TradingBlazor.Tests.dll
measured=artifacts/measured/stories.txt   # where the test writes what a round came to
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

dotnet build TradingBlazor.Tests -c "$configuration" -v quiet -clp:NoSummary >"$log" 2>&1 || { cat "$log"; exit 1; }

echo "$((rounds * kills)) kills in $rounds rounds, build $configuration, $(nproc) cores, load average $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo '?')."
echo
echo "| round | seed | kills | cut connections | requests | accepted orders | seconds | differences | result |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
bad=0
for ((round = 1; round <= rounds; round++)); do
  now=$((seed + round - 1))
  before=$(cat "$measured" 2>/dev/null | wc -l)
  if CRASH_KILLS=$kills CRASH_SEED=$now dotnet exec "$tests" --filter-class '*CrashTests' --no-ansi --progress off >"$log" 2>&1; then
    result=agrees
  else
    result=FAILED
  fi
  told=$(grep -oE "seed $now: [0-9]+ kills, [0-9]+ cut connections, [0-9]+ requests, [0-9]+ accepted orders.* in [0-9]+ s; [0-9]+ differences" <(tail -n "+$((before + 1))" "$measured" 2>/dev/null) | tail -1)
  if [[ $told =~ ([0-9]+)\ kills,\ ([0-9]+)\ cut\ connections,\ ([0-9]+)\ requests,\ ([0-9]+)\ accepted\ orders.*\ in\ ([0-9]+)\ s\;\ ([0-9]+)\ differences ]]; then
    row="${BASH_REMATCH[1]} | ${BASH_REMATCH[2]} | ${BASH_REMATCH[3]} | ${BASH_REMATCH[4]} | ${BASH_REMATCH[5]} | ${BASH_REMATCH[6]}"
  else
    # A round that tells nothing proves nothing, whatever the runner said.
    row="? | ? | ? | ? | ? | ?" result=FAILED
  fi
  echo "| $round | $now | $row | $result |"
  if [[ $result != agrees ]]; then
    bad=$((bad + 1))
    grep -vE '^\s*$' "$log" | tail -40 >&2
  fi
done
echo
if ((bad == 0)); then echo "Every round agrees: nothing acknowledged was lost or doubled."; else echo "$bad of $rounds rounds failed; what they said is above."; fi
exit $((bad > 0))
