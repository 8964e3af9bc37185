// Passes lines on to a process and prints what it writes, until its run is over: attach.js ADDRESS PROCESS
import { attachments } from './client.js';

const [address, name] = process.argv.slice(2);
const call = attachments(address).Attach();
call.write({ opening: { name, input: true, bytes: 1024 } });
process.stdin.on('data', (input) => {
  if (!call.write({ input })) {
    process.stdin.pause(); // until the process has read what was sent
    call.once('drain', () => process.stdin.resume());
  }
});
process.stdin.on('end', () => call.end());

try {
  for await (const answer of call) {
    if (answer.output) {
      process.stdout.write(answer.output.data);
    } else if (answer.ended) {
      const { code, signal } = answer.ended.exit;
      console.log('exited', signal?.name ?? code);
    } else if (answer.opened?.input_refused) {
      console.error('no input:', answer.opened.input_refused);
    }
  }
} finally {
  process.stdin.destroy(); // nobody is there to type for
}
