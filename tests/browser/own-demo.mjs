// A demonstration of a journey's own, which may be killed.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** A port that nobody listens on. */
export async function freePort() {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

/** Serves the demonstration until it is killed; a later one goes on where it stood. */
export async function serve(data, port) {
  const parameters = ["demo", "--data", data, "--dossiers", "20", "--port", String(port)];
  const server = spawn(process.env.MOTCUA_BIN, parameters, { stdio: ["ignore", "pipe", "ignore"] });
  await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the demo ended with status ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => line.includes(`:${port}`) && resolve());
  });
  return {
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, "exit");
      server.kill("SIGKILL");
      await gone;
    },
  };
}
