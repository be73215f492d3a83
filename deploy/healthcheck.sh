#!/usr/bin/env bash
# Exit code 0 if GET /health on HOST PORT answers 200. Bash alone: the runtime image has no curl.
set -euo pipefail
exec 3<>"/dev/tcp/$1/$2"
printf 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 3 _ status _ <&3
[[ $status == 200 ]]
