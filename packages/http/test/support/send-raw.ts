import { connect } from "node:net";

/** What a server answers to bytes as they are, until it closes the connection. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (bytes) => (received += bytes.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      resolve(received);
    });
  });
}
