// Lets a test drive @stoqey/ib: one JSON line {"call": name, "args": [...]} in is one call of its API,
// every event it raises is one JSON line {"event": name, "args": [...]} out. Usage: node bridge.mjs PORT CLIENT_ID
import { createInterface } from "node:readline";
import { EventName, IBApi } from "@stoqey/ib";

const [port, clientId] = process.argv.slice(2).map(Number);
const ib = new IBApi({ host: "127.0.0.1", port, clientId });

const plain = (_, value) => {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Error) return value.message;
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && !Number.isFinite(value)) return null;
  return value;
};
const tell = (event, args) => process.stdout.write(JSON.stringify({ event, args }, plain) + "\n");

// The library's own "all" leaves out connection events, so every name it has is listened to.
const quiet = new Set([EventName.all, EventName.sent, EventName.received, EventName.result]);
for (const event of Object.values(EventName)) if (!quiet.has(event)) ib.on(event, (...args) => tell(event, args));

for await (const line of createInterface({ input: process.stdin })) {
  const { call, args } = JSON.parse(line);
  try {
    ib[call](...args);
  } catch (e) {
    tell("threw", [call, String(e.message ?? e)]);
  }
}
ib.disconnect();
