// Follows what a process writes, every byte once, also across daemons: tail.js ADDRESS PROCESS
import { follow, logs } from './client.js';

const [address, name] = process.argv.slice(2);
const client = logs(address);
let cursor = '';

await follow(
  () => client.Tail({ name, lines: 10, follow: true, cursor }), // the last ten lines; a cursor goes before that
  (part) => {
    process.stdout.write(part.data);
    cursor = part.cursor;
  },
);
