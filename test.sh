#!/usr/bin/env bash
# Installs what the tests need and is missing, builds and runs every test project.
# The last line is always "N passed, N failed, N skipped"; the exit code is 0 only if everything was well.
#
#   ./test.sh                              everything
#   ./test.sh --filter-class '*Ema*'       arguments go to the test runner of every test project
#   CONFIGURATION=Release ./test.sh        another build configuration than Debug
#   TEST_SEED=7 ./test.sh                  the tests in another order; without it always in the same one, on every machine
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

configuration=${CONFIGURATION:-Debug}
artifacts=$PWD/artifacts
results=$artifacts/results
passed=0 failed=0 skipped=0
problems=()

# Every process that a test starts inherits this mark, so what a crashed test leaves behind can be found and ended
# without touching anything else on the machine. PostgreSQL writes over its environment; it has the mark in its command line.
export TRADINGBLAZOR_TEST_RUN="$$-$RANDOM$RANDOM"
# Room for what is new: the collector of a process that makes much and keeps little takes a quarter of its time with the usual two megabytes.
export DOTNET_GCgen0size=0x4000000
# Compiling is most of what short processes do, the compiler among them: it takes a quarter less time when a page of code may be written and run at once,
# and when nobody measures code that has gone again before it is compiled a second time.
export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0
# The build is not marked: its helpers may be shared with other builds of the same user.
unmarked=(env -u TRADINGBLAZOR_TEST_RUN)

end_leftovers() {
  local environ pid signal
  for signal in TERM KILL; do
    local found=0
    for environ in /proc/[0-9]*/environ; do
      pid=${environ//[!0-9]/}
      [[ $pid == "$$" || $pid == "$BASHPID" ]] && continue
      if grep -qzxF "TRADINGBLAZOR_TEST_RUN=$TRADINGBLAZOR_TEST_RUN" "$environ" 2>/dev/null \
        || grep -qzF "tradingblazor-postgres-$TRADINGBLAZOR_TEST_RUN-" "/proc/$pid/cmdline" 2>/dev/null; then
        kill -s "$signal" "$pid" 2>/dev/null && found=1
      fi
    done
    [[ $found == 1 ]] && sleep 1
  done
  return 0
}

finish() {
  [[ -n ${scan:-} ]] && kill "$scan" 2>/dev/null
  end_leftovers
  local problem
  echo
  for problem in ${problems[@]+"${problems[@]}"}; do echo "PROBLEM: $problem"; done
  (( passed + failed + skipped > 0 )) || echo "PROBLEM: no test ran"
  echo "$passed passed, $failed failed, $skipped skipped"
  (( ${#problems[@]} == 0 && failed == 0 && passed > 0 )) || exit 1
  exit 0
}
trap finish EXIT
trap 'problems+=("interrupted"); exit 130' INT TERM

stop() { problems+=("$1"); exit 1; }
headline() { printf '\n== %s\n' "$1"; }

# -- what the tests need --------------------------------------------------------------------------------------------

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null; }
has_nginx() { command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]]; }
has_fonts() { compgen -G '/usr/share/fonts/*/*' >/dev/null; }

install_missing() {
  local packages=()
  command -v chromium >/dev/null || packages+=(chromium)
  command -v redis-server >/dev/null || packages+=(redis-server)
  command -v node >/dev/null || packages+=(nodejs)
  command -v npm >/dev/null || packages+=(npm)
  has_postgres || packages+=(postgresql)
  has_nginx || packages+=(nginx)
  command -v promtool >/dev/null || packages+=(prometheus)
  command -v openssl >/dev/null || packages+=(openssl)
  has_fonts || packages+=(fonts-liberation)
  (( ${#packages[@]} )) || return 0

  headline "Installing ${packages[*]}"
  command -v apt-get >/dev/null || stop "the tests need ${packages[*]}, and there is no apt-get here to install them: install them by hand and run again"
  local as_root=()
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || stop "the tests need ${packages[*]}: run 'apt-get install ${packages[*]}' as root, or install sudo, and run again"
    as_root=(sudo)
  fi
  "${as_root[@]+"${as_root[@]}"}" apt-get update -q || stop "apt-get update failed: see above"
  "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" \
    || stop "apt-get could not install ${packages[*]}: see above"
}

command -v dotnet >/dev/null || stop "the .NET 10 SDK is needed and 'dotnet' is not on the PATH"
install_missing
rm -rf "$artifacts"
mkdir -p "$results"

# -- one project of tests ---------------------------------------------------------------------------------------------

# Reads one count from the first <assembly> element of an xUnit XML report.
count() { sed -n "s/.* $2=\"\([0-9][0-9]*\)\".*/\1/p" <<<"$1"; }

# Names and first words of what failed in an xUnit XML report, so that the last lines of the output tell them.
failures() {
  awk 'BEGIN { RS = "<test " } / result="Fail"/ {
    # The first one: what follows the last test of a collection tells the name of the next collection.
    name = match($0, / name="[^"]*"/) ? substr($0, RSTART + 7, RLENGTH - 8) : "a test without a name"
    message = match($0, /<message>/) ? substr($0, RSTART + 9, 2000) : ""
    sub(/<\/message>.*/, "", message); sub(/^<!\[CDATA\[/, "", message); sub(/\]\]>$/, "", message); gsub(/[\r\n]+ */, " ", message)
    print name ": " message
  }' "$1"
}

# Starts the tests of a project in the background; its process is running[name].
declare -A running
start_project() {
  local name=$1 threads=1.5x limit=55m
  shift
  # Three chains of stories keep two processors busy.
  [[ $name == "$library" ]] && threads=2x limit=25m
  dotnet exec "$name/bin/$configuration/net10.0/$name.dll" \
    --results-directory "$results" --report-xunit-xml --report-xunit-xml-filename "$name.xml" \
    --no-ansi --progress off --timeout "$limit" --max-threads "$threads" "$@" &
  running[$name]=$!
}

# Waits for the tests of a project and counts them.
end_project() {
  local name=$1 report=$results/$1.xml code summary
  shift
  # Waited for in the background, so that a signal to this script is handled at once.
  wait "${running[$name]}"
  code=$?
  [[ -f $beside/$name ]] && cat "$beside/$name"

  summary=$(grep -o -m1 '<assembly [^>]*>' "$report" 2>/dev/null | head -n 1)
  if [[ -z $summary ]]; then
    # Exit code 8 is "no test matched": normal for a project that a filter does not touch.
    [[ $code == 8 && $# -gt 0 ]] && return
    failed=$(( failed + 1 ))
    problems+=("$name ended with exit code $code and wrote no report; counted as one failed test")
    return
  fi
  local project_failed=$(( $(count "$summary" failed) + $(count "$summary" errors) ))
  passed=$(( passed + $(count "$summary" passed) ))
  skipped=$(( skipped + $(count "$summary" skipped) ))
  failed=$(( failed + project_failed ))
  local failure
  while read -r failure; do problems+=("failed: $failure"); done < <(failures "$report")
  if [[ $code != 0 && $project_failed == 0 && ! ( $code == 8 && $# -gt 0 ) ]]; then
    problems+=("$name ended with exit code $code though no test failed")
  fi
}

# -- build ----------------------------------------------------------------------------------------------------------

headline "Restore and build ($configuration)"
"${unmarked[@]}" dotnet restore TradingBlazor.sln --nologo -v minimal --disable-build-servers || stop "restore failed: see above"

# What mostly waits for others goes on beside the build, and is told after it.
beside=$artifacts/beside
mkdir -p "$beside"
# Asks the source of the packages. Without a way to it nothing is judged, which is said and is no failure.
"${unmarked[@]}" timeout 300 dotnet list TradingBlazor.sln package --vulnerable --include-transitive --no-restore >"$beside/scan" 2>&1 &
scan=$!
node_folders=(TradingCore.Tests/TwsSimulator/Conformance/client TradingBlazor.Tests/Hubs/client TradingBlazor.Tests/Accessibility/axe)
(for folder in "${node_folders[@]}"; do (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) || exit 1; done) >"$beside/npm" 2>&1 &
node_packages=$!

# Builds a project or the solution, or ends the run.
build() { "${unmarked[@]}" dotnet build "$@" --nologo -v minimal --no-restore -c "$configuration" --disable-build-servers || stop "the build failed: see above"; }
# The tests of the library wait more than they compute, so they run beside the rest of the build.
library=TradingCore.Tests
build "$library"
wait "$node_packages" || { cat "$beside/npm"; stop "npm ci failed: see above"; }
start_project "$library" "$@" >"$beside/$library" 2>&1
build TradingBlazor.sln

headline "Known weaknesses of the packages"
if wait "$scan"; then
  if grep -q "has the following vulnerable packages" "$beside/scan"; then
    grep -E "has the following|^ *>" "$beside/scan"
    problems+=("a package has a known weakness: see above, and update it")
  elif grep -q "has no vulnerable packages" "$beside/scan"; then
    echo "none is known"
  else
    echo "NOT CHECKED: the answer was not understood: $(tail -n 1 "$beside/scan")"
  fi
else
  echo "NOT CHECKED: the source of the packages could not be asked: $(grep -m 1 -i error "$beside/scan" || tail -n 1 "$beside/scan")"
fi

headline "Layout of the code (dotnet format)"
# White space, line ends and the order of usings; what else there is to style is a rule of the build.
if "${unmarked[@]}" dotnet format whitespace TradingBlazor.sln --verify-no-changes --no-restore; then
  echo "nothing to change"
else
  problems+=("'dotnet format whitespace TradingBlazor.sln' would change files: run it and commit the result")
fi

headline "The TWS API client of another project, the hub's JavaScript client, the rules of accessibility"
cat "$beside/npm"

# -- tests ----------------------------------------------------------------------------------------------------------

# The library's, which run already, are told last.
mapfile -t projects < <(dotnet sln TradingBlazor.sln list | grep -oE '[A-Za-z.]+\.Tests\.csproj$' | sort)
(( ${#projects[@]} )) || stop "the solution names no test project"
for project in "${projects[@]}"; do
  name=${project%.csproj}
  headline "$name"
  [[ -n ${running[$name]:-} ]] || start_project "$name" "$@"
  end_project "$name" "$@"
done
