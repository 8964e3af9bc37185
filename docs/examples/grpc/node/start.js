// Starts processes and waits until each is RUNNING or has failed: start.js ADDRESS SELECTOR...
import grpc from '@grpc/grpc-js';
import { ask, processes } from './client.js';

const up = ['RESULT_CODE_STARTED', 'RESULT_CODE_ALREADY_STARTED'];

const [address, ...selectors] = process.argv.slice(2);
const client = processes(address);
try {
  const { results } = await ask(client, 'Start', { selectors }, 60);
  for (const { name, code, detail } of results) {
    console.log(name, code.replace('RESULT_CODE_', ''), detail);
  }
  process.exitCode = results.every(({ code }) => up.includes(code)) ? 0 : 1;
} catch (refusal) {
  // The call as a whole: no daemon, no permission, no time. After DEADLINE_EXCEEDED the starts go on.
  console.error(`${grpc.status[refusal.code]}: ${refusal.details}`);
  process.exitCode = 2;
}
client.close();
