#!/usr/bin/env bash
# Makes what docker compose needs of secrets in deploy/secrets, each once; what is there stays. The certificate is self-signed: put your own into tls.crt and tls.key.
#   deploy/make-secrets.sh [name of the desk, default desk.example.com]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
umask 077
mkdir -p secrets
secret() { [[ -s secrets/$1 ]] || openssl rand -hex "${2:-24}" | tr -d '\n' > "secrets/$1"; }
secret postgres-password
secret grafana-password
secret command-key 32
secret vnc-password 4
[[ -e secrets/tws-password ]] || : > secrets/tws-password   # yours to fill in, for the profile gateway
if [[ ! -s secrets/tls.crt ]]; then
  name=${1:-desk.example.com}
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 -subj "/CN=$name" -addext "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1" \
    -keyout secrets/tls.key -out secrets/tls.crt 2>/dev/null
fi
printf 'TradingBlazor__Persistence__ConnectionString=Host=postgres;Database=trading;Username=trading;Password=%s\n' "$(cat secrets/postgres-password)" > secrets/full.env
# Containers read them as other users than the one who made them.
chmod 755 secrets && chmod 644 secrets/postgres-password secrets/grafana-password secrets/tls.crt secrets/tls.key secrets/tws-password secrets/vnc-password
echo "deploy/secrets has what is needed. Keep the folder to yourself: chmod 700 deploy on a shared machine."
