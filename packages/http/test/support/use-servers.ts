import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * For the tests of a file: lets a server listen on the loopback interface, and says on which port. After each test the servers are
 * closed, with their connections.
 */
export function useServers(): (server: Server) => Promise<number> {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  return async (server) => {
    servers.push(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
}
