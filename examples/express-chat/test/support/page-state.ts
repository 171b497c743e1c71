import type { Page } from "playwright-core";

// The little that is used of the browser: its types would replace those of Node in the tests of all packages.
interface PageElement {
  readonly textContent: string;
  readonly hidden: boolean;
  readonly children: Iterable<PageElement>;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
}
interface PageObserver {
  observe(target: PageElement, options: Readonly<Record<string, boolean>>): void;
  disconnect(): void;
}
declare const document: PageElement & { readonly body: PageElement };
declare const MutationObserver: new (callback: () => void) => PageObserver;

/** One run, as the page shows it. */
export interface ShownRun {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly time: string;
  readonly tags: readonly string[];
  readonly chunks: string;
  readonly error: string;
  readonly children: readonly ShownRun[];
}

/** What the page shows. */
export interface PageState {
  readonly question: string;
  readonly text: string;
  readonly status: string;
  readonly notice: string;
  readonly tree: readonly ShownRun[];
}

/** Reads what the page shows. */
export function readPage(page: Page): Promise<PageState> {
  return page.evaluate(watchPage, undefined);
}

/** Waits until the page shows this; what it shows instead when it does not come to it, to be compared. */
export function untilPageShows(page: Page, expected: Partial<PageState>): Promise<PageState> {
  return page.evaluate(watchPage, expected);
}

// Runs in the page, so that it can call nothing from outside of itself.
function watchPage(expected: Partial<PageState> | undefined): Promise<PageState> {
  const textOf = (element: PageElement | null, selector: string): string =>
    element?.querySelector(selector)?.textContent ?? "";
  const isShown = (selector: string): boolean => document.querySelector(selector)?.hidden === false;
  const shownText = (selector: string): string =>
    isShown(selector) ? textOf(document.body, selector) : "";

  const readRuns = (list: PageElement | null): ShownRun[] =>
    [...(list?.children ?? [])].map((item) => {
      const part = (name: string): string => textOf(item, `:scope > * > .run-${name}`);
      return {
        id: item.getAttribute("data-run-id") ?? "",
        name: part("name"),
        type: part("type"),
        status: part("state"),
        time: part("time"),
        tags: [...item.querySelectorAll(":scope > * > .run-tags > .tag")].map(
          (tag) => tag.textContent,
        ),
        chunks: part("chunks"),
        error: part("error"),
        children: readRuns(item.querySelector(":scope > ol")),
      };
    });
  const read = (): PageState => ({
    question: shownText("#question-asked"),
    text: shownText("#answer"),
    status: shownText("#status"),
    notice: shownText("#notice"),
    tree: readRuns(document.querySelector("#tree")),
  });
  const fits = (state: PageState): boolean =>
    Object.entries(expected ?? {}).every(
      ([key, value]) => JSON.stringify(Reflect.get(state, key)) === JSON.stringify(value),
    );

  return new Promise((resolve) => {
    const finish = (): void => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(read());
    };
    const observer = new MutationObserver(() => {
      if (fits(read())) finish();
    });
    // Only a test that fails waits for it.
    const timer = setTimeout(finish, 60_000);
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    observer.observe(document.body, all);
    if (fits(read())) finish();
  });
}
