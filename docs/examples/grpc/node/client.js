// The services of supervisord.v1, made from their proto files while the program runs.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const definition = loader.loadSync(['process', 'log', 'attach'].map((file) => `supervisord/v1/${file}.proto`), {
  includeDirs: [process.env.SUPERVISORD_PROTO ?? '/usr/share/supervisord/proto'],
  keepCase: true, // the names of fields as they are in the proto files
  longs: String, // a revision does not fit into a number
  enums: String,
  defaults: true,
});
const { ProcessService, LogService, AttachService } = grpc.loadPackageDefinition(definition).supervisord.v1;

const credentials = grpc.credentials.createInsecure();
// Otherwise the pauses between attempts to connect grow up to two minutes.
const options = { 'grpc.max_reconnect_backoff_ms': 1000 };

export const processes = (address) => new ProcessService(address, credentials, options);
export const attachments = (address) => new AttachService(address, credentials, options);
export const logs = (address) => new LogService(address, credentials, options);

/** Calls a method that has one answer. */
export function ask(client, method, request, seconds) {
  const deadline = Date.now() + seconds * 1000;
  return new Promise((resolve, reject) => {
    client[method](request, { deadline }, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** Reads a stream that `open` begins, and opens it again when there was no daemon for a while. */
export async function follow(open, read) {
  for (;;) {
    try {
      for await (const message of open()) {
        read(message);
      }
    } catch (end) {
      if (end.code !== grpc.status.UNAVAILABLE) {
        throw end;
      }
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}
