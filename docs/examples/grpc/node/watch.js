// Tells the state of processes and every change, also across daemons: watch.js ADDRESS [SELECTOR...]
import { follow, processes } from './client.js';

const [address, ...selectors] = process.argv.slice(2);
const client = processes(address);
let revision = '0';

await follow(
  () => client.Watch({ selectors, revision }),
  (update) => {
    if (update.snapshot) {
      console.log('all:');
    }
    for (const name of update.removed) {
      console.log(name, 'removed');
    }
    for (const { group, process: name, state, pid } of update.processes) {
      console.log(`${group}:${name} ${state.replace('PROCESS_STATE_', '')} ${pid || '-'}`);
    }
    // The next daemon, or this one after its upgrade, goes on from here.
    revision = update.revision;
  },
);
