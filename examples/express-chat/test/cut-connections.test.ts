import { setImmediate as nextTurn } from "node:timers/promises";
import { describeWithBrowser, launchBrowser } from "@rivulet/example-browser";
import type { Browser } from "playwright-core";
import { ChatService } from "./support/chat-service.ts";
import { ChatTab } from "./support/chat-tab.ts";
import { CuttingProxy, type Cut } from "./support/cutting-proxy.ts";
import { expectedPage } from "./support/expected-page.ts";
import type { PageState } from "./support/page-state.ts";

const question = "Birds?";
const done = { question, status: "Done", notice: "" };

describeWithBrowser("the chat page, when the server cuts the connection", () => {
  let browser: Browser;
  let service: ChatService;
  let proxy: CuttingProxy;
  let tab: ChatTab;

  beforeAll(async () => {
    // A turn for each token: the browser reads while the run goes on.
    service = await ChatService.start(() => nextTurn());
    proxy = await CuttingProxy.start(service.port);
    browser = await launchBrowser();
    tab = await ChatTab.open(await browser.newContext(), proxy.url);
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await service?.close();
  });

  /** Asks on a fresh page, and waits until it says that the run is over. */
  async function askWithCuts(cuts: readonly Cut[]): Promise<PageState> {
    proxy.plan(cuts);
    await tab.page.goto(proxy.url);
    await tab.ask(question);
    return tab.finished();
  }

  const expected = (): Partial<PageState> => ({
    ...done,
    ...expectedPage(service.events, tab.runId),
  });

  /** Waits until the page shows the first events of its run, as many as these, and no others. */
  async function showsFirst(count: number): Promise<void> {
    const runId = await tab.began();
    const soFar = expectedPage(service.eventsOf(runId).slice(0, count), runId);
    expect(await tab.shows(soFar)).toMatchObject(soFar);
  }

  it("shows the same tree and text, cut at every event in turn", async () => {
    const { text } = await askWithCuts([]);
    const eventCount = service.eventsOf(tab.runId).length;
    expect(eventCount).toBeGreaterThan(50);

    for (let after = 0; after <= eventCount; after += 1) {
      service.events.length = 0;
      // Between two events; where it goes on, in the middle of the next one; and behind that, taking back what was not read.
      const between: Cut = { after, when: () => showsFirst(after) };
      const inTheMiddle: Cut = { after: 0, rest: 0.5 };
      const takingBack: Cut = { after: 1, rest: 0.9, how: "reset" };
      const state = await askWithCuts([between, inTheMiddle, takingBack]);
      expect({ after, ...state }).toEqual({ after, ...expected() });
      expect(state.text).toBe(text);
      expect(service.eventsOf(tab.runId)).toHaveLength(eventCount);
      // Behind the last event there is but one more frame to be cut.
      expect(proxy.cutCount).toBe(after === eventCount ? 2 : 3);
      expect(proxy.streamCount).toBe(proxy.cutCount + 1);
    }
  }, 600_000);

  it("shows each event when each comes by a connection of its own", async () => {
    service.events.length = 0;
    let shownCount = 0;
    const when = (): Promise<void> => showsFirst((shownCount += 1));
    const state = await askWithCuts(Array<Cut>(1000).fill({ after: 1, rest: 0.3, when }));
    expect(state).toEqual(expected());
    expect(shownCount).toBe(service.eventsOf(tab.runId).length);
    expect(proxy.streamCount).toBe(shownCount + 1);
  });

  it("leaves nothing in the console but the connections that were lost", () => {
    expect(tab.complaints.filter((text) => !text.includes("net::ERR_"))).toEqual([]);
  });
});
