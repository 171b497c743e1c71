import { setImmediate as nextTurn } from "node:timers/promises";
import { describeWithBrowser, launchBrowser } from "@rivulet/example-browser";
import type { EventsHandlerOptions } from "@rivulet/http";
import type { Browser, BrowserContext } from "playwright-core";
import type { Pace } from "../src/guide/pace.ts";
import { ChatService } from "./support/chat-service.ts";
import { ChatTab } from "./support/chat-tab.ts";
import { CuttingProxy } from "./support/cutting-proxy.ts";
import { expectedPage } from "./support/expected-page.ts";
import type { PageState, ShownRun } from "./support/page-state.ts";
import { TokenGate } from "./support/token-gate.ts";

const question = "A quiet walk with birds?";
/** Up to the middle of the answer: tokens of three model calls, and three look-ups. */
const toTheMiddle = 30;

describeWithBrowser("the chat page", () => {
  let browser: Browser;
  let context: BrowserContext;
  let service: ChatService;
  let proxy: CuttingProxy;
  let gate: TokenGate;
  const tabs: ChatTab[] = [];

  beforeAll(async () => {
    // Back and forward as a user's browser does it: a page that is left may be kept as it is.
    browser = await launchBrowser({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  });

  afterAll(async () => {
    await browser?.close();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    gate = new TokenGate();
  });

  afterEach(async () => {
    const complaints = tabs.splice(0).flatMap((tab) => tab.complaints);
    await context.close();
    await proxy?.close();
    await service?.close();
    expect(complaints).toEqual([]);
  });

  async function serve(pace: Pace = gate.pace, events?: EventsHandlerOptions): Promise<void> {
    service = await ChatService.start(pace, events);
    proxy = await CuttingProxy.start(service.port);
  }

  async function open(path = "/"): Promise<ChatTab> {
    const tab = await ChatTab.open(context, proxy.url + path);
    tabs.push(tab);
    return tab;
  }

  /** Lets so many tokens and look-ups through, until the next one waits. */
  async function letThrough(count: number): Promise<void> {
    await gate.letThrough(count);
    await gate.reached();
    await service.settled();
  }

  /** What the server has told of the run so far is what the page shows. */
  async function showsAll(tab: ChatTab, runId = tab.runId): Promise<PageState> {
    const expected = expectedPage(service.eventsOf(runId), runId);
    const state = await tab.shows(expected);
    expect(state).toMatchObject(expected);
    return state;
  }

  async function finish(): Promise<void> {
    gate.open();
    await service.recorded(({ event, name }) => event === "on_chain_end" && name === "guide");
  }

  it("shows each token before the next one is made, and the tree as it grows", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    const runId = await tab.began();
    const texts = new Set<string>();
    const shapes = new Set<string>();
    const isOver = service.recorded(
      ({ event, name }) => event === "on_chain_end" && name === "guide",
    );
    for (;;) {
      // Nothing is made while the model waits: what has been told by then is all that there is.
      const step = await Promise.race([gate.reached(), isOver]);
      if (step !== undefined) break;
      await service.settled();
      const { text, tree } = await showsAll(tab, runId);
      texts.add(text);
      shapes.add(shapeOf(tree));
      await gate.letThrough();
    }
    const { text, tree, status } = await tab.finished();
    expect({ text, tree }).toEqual(expectedPage(service.eventsOf(runId), runId));
    expect(status).toBe("Done");
    expect(texts.size).toBeGreaterThan(40);
    expect([...shapes]).toEqual([
      "guide+(toConversation agent+(GuideModel+))",
      "guide+(toConversation agent+(GuideModel find_trails+(TrailRetriever+)))",
      "guide+(toConversation agent+(GuideModel find_trails(TrailRetriever) GuideModel+))",
      "guide+(toConversation agent+(GuideModel find_trails(TrailRetriever) GuideModel weather+ weather+))",
      "guide+(toConversation agent+(GuideModel find_trails(TrailRetriever) GuideModel weather weather+))",
      "guide+(toConversation agent+(GuideModel find_trails(TrailRetriever) GuideModel weather weather GuideModel+))",
    ]);
  });

  it("shows the same in a second tab that is opened in the middle", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    await showsAll(tab, await tab.began());

    const opened = context.waitForEvent("page");
    await tab.page.getByRole("link", { name: "Open in a second tab" }).click();
    const second = new ChatTab(await opened);
    tabs.push(second);
    await second.began();
    expect(await showsAll(second)).toEqual(await tab.read());

    await finish();
    const state = await tab.finished();
    expect(state).toMatchObject({ question, ...expectedPage(service.events, tab.runId) });
    expect(await second.finished()).toEqual(state);
  });

  it("goes on where it was when it is loaded again in the middle", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    const before = await showsAll(tab, await tab.began());
    await tab.page.reload();
    expect(await showsAll(tab)).toEqual(before);
    await finish();
    await tab.finished();
    await showsAll(tab);
  });

  it("goes on where it was when one leaves it and comes back", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    await showsAll(tab, await tab.began());
    const { runId } = tab;
    await tab.page.goto("about:blank");
    await letThrough(3);
    // A page that was kept as it was is not loaded again.
    await tab.page.goBack({ waitUntil: "commit" });
    expect(tab.runId).toBe(runId);
    await showsAll(tab);
    await finish();
    await tab.finished();
    await showsAll(tab);
  });

  it("shows the run of before by the browser's back button", async () => {
    await serve(() => nextTurn());
    const tab = await open();
    await tab.ask(question);
    const first = await tab.finished();
    const { runId } = tab;
    await tab.ask("A mountain with a view?");
    await tab.shows({ question: "A mountain with a view?", status: "Done" });
    expect(tab.runId).not.toBe(runId);
    await tab.page.goBack();
    expect(await tab.shows(first)).toEqual(first);
    await tab.page.goBack();
    const nothing = { question: "", text: "", status: "", notice: "", tree: [] };
    expect(await tab.shows(nothing)).toEqual(nothing);
  });

  it("cancels the run by its button", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    await tab.began();
    await showsAll(tab);
    await tab.page.getByRole("button", { name: "Cancel" }).click();
    const { status, notice, tree } = await tab.finished("Cancelled");
    expect({ status, notice }).toEqual({ status: "Cancelled", notice: "" });
    expect(shapeOf(tree)).toBe(
      "guide-(toConversation agent-(GuideModel find_trails(TrailRetriever) GuideModel weather weather GuideModel-))",
    );
    await showsAll(tab);
    expect(await tab.page.getByRole("button", { name: "Cancel" }).count()).toBe(0);
  });

  it("says so when the run cannot be cancelled", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await tab.began();
    await context.route("**/chat/runs/*", (route) => route.abort());
    await tab.page.getByRole("button", { name: "Cancel" }).click();
    const notice = "The run could not be cancelled. Try again.";
    expect(await tab.shows({ notice })).toMatchObject({ notice, status: "Running" });
    await finish();
    expect((await tab.finished()).notice).toBe(notice);
    tab.forgive(/net::ERR_FAILED/u);
  });

  it("leaves a run that goes on without it when it is closed", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    const runId = await tab.began();
    await tab.close();
    await finish();
    const again = await open(`/?run=${runId}`);
    expect(await again.finished()).toMatchObject(expectedPage(service.events, runId));
  });

  it("cancels the run when its last tab is closed, where the service wants that", async () => {
    await serve(gate.pace, { onDisconnect: "cancel" });
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    const runId = await tab.began();
    const second = await open(`/?run=${runId}`);
    await showsAll(second);
    await tab.close();
    await letThrough(1);
    await showsAll(second, runId);
    await second.close();
    const last = await service.recorded(
      ({ event, run_id: id }) => id === runId && /_(end|error|cancel)$/u.test(event),
    );
    expect(last.event).toBe("on_chain_cancel");
  });

  it("shows markup in a question, a token, a name or a tag as the text that it is", async () => {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await serve(() => nextTurn());
    const tab = await open();
    await tab.ask(markup);
    const state = await tab.finished();
    expect(state.question).toBe(markup);
    expect(state.text).toContain(`For “${markup}”`);

    const config = { tags: [markup], runName: markup };
    const response = await fetch(`${proxy.url}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: { question }, config }),
    });
    await response.text();
    const other = await open(`/?run=${String(response.headers.get("x-run-id"))}`);
    const { tree } = await other.finished();
    expect(tree).toMatchObject([{ name: markup, tags: [markup] }]);
    for (const { page } of [tab, other]) {
      expect(await page.title()).toBe("Trail guide");
      expect(await page.locator("main img, main script").count()).toBe(0);
    }
  });

  it("says so when the server was restarted and has lost the run, and asks the new one", async () => {
    await serve();
    const tab = await open();
    await tab.ask(question);
    await letThrough(toTheMiddle);
    await tab.began();
    const old = service;
    service = await ChatService.start(() => nextTurn());
    proxy.upstreamPort = service.port;
    await old.close();

    expect(await tab.finished("Failed")).toMatchObject({
      text: "",
      tree: [],
      notice: "The server was restarted, and this run is lost. Ask again.",
    });
    await tab.ask(question);
    expect(await tab.finished()).toMatchObject({
      notice: "",
      ...expectedPage(service.events, await tab.began()),
    });
    tab.forgive(/net::ERR_/u);
  });

  it("says that a part is missing where the server keeps fewer events than were lost", async () => {
    await serve(gate.pace, { replayBufferSize: 3 });
    const tab = await open();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const when = async (): Promise<void> => {
      await tab.began();
      proxy.hold = released;
    };
    proxy.plan([{ after: 10, when }]);
    await tab.ask(question);
    await finish();
    release();
    const { notice, status, tree, text } = await tab.finished();
    expect(status).toBe("Done");
    expect(notice).toBe(
      "A part of this run is missing here: the server does not keep it any more.",
    );
    expect(tree).toMatchObject([{ name: "guide", status: "ended" }]);
    expect(expectedPage(service.events, tab.runId).text).toContain(text);
    tab.forgive(/net::ERR_/u);
  });

  it("says so when the run is not known, or the question is refused", async () => {
    await serve(() => nextTurn());
    const unknown = await open("/?run=nothing");
    expect(await unknown.finished("Failed")).toMatchObject({
      notice: "The server does not keep this run any more. Ask again.",
    });
    await unknown.ask(" ");
    expect((await unknown.finished("Failed")).notice).toContain("422");
    unknown.forgive(/status of (404|422)/u);
  });
});

/** A tree on one line: `+` is a run that goes on, `-` one that was cancelled. */
function shapeOf(runs: readonly ShownRun[]): string {
  const marks: Readonly<Record<string, string>> = { running: "+", cancelled: "-", failed: "!" };
  return runs
    .map(({ name, status, children }) => {
      const inside = children.length === 0 ? "" : `(${shapeOf(children)})`;
      return `${name}${marks[status] ?? ""}${inside}`;
    })
    .join(" ");
}
