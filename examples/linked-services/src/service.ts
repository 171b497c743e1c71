import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallbackHandler } from "@rivulet/core";
import { tracing, type Tracing } from "@rivulet/http";

/** A service that is up. */
export interface Service {
  readonly url: string;
  close(): Promise<void>;
}

/** Where a service is to listen, and who is told its runs. */
export interface ServiceOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly callbacks: readonly CallbackHandler[];
}

/** The middleware as all three services have it: its runs have the service's name, and a client that leaves cancels the work. */
export function traceService(service: string, callbacks: readonly CallbackHandler[]): Tracing {
  return tracing({
    callbacks,
    metadata: () => ({ service }),
    cancelWork: true,
    isFailure: (status) => status >= 500,
  });
}

/** Has a server of `node:http` listen on the loopback interface. */
export async function listen(server: Server, port: number): Promise<Service> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
