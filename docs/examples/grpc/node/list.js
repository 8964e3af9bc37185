// Lists processes and their states: list.js ADDRESS [SELECTOR...]
import { ask, processes } from './client.js';

const [address, ...selectors] = process.argv.slice(2);
const client = processes(address);
const status = await ask(client, 'GetStatus', { selectors }, 10);
client.close();
for (const { group, process: name, state, pid } of status.processes) {
  console.log(`${group}:${name} ${state.replace('PROCESS_STATE_', '')} ${pid || '-'}`);
}
for (const { name } of status.unknown) {
  console.error(`${name}: fits no process`);
}
process.exitCode = status.unknown.length > 0 ? 1 : 0;
