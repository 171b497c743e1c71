import { type ProviderServer, startProviderServer } from "@rivulet/testing/providers";

/** Gives each test of a file a server of its own; the test must leave no connection open. */
export function serveEachTest(use: (server: ProviderServer) => void): void {
  let server: ProviderServer;

  beforeEach(async () => {
    server = await startProviderServer();
    use(server);
  });

  afterEach(async () => {
    await server.whenIdle();
    await server.close();
  });
}
