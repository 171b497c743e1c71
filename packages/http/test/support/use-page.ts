import { JSDOM } from "jsdom";
import { act, type ReactNode } from "react";
import type { Root } from "react-dom/client";

/** The page of the test that runs. */
export interface PageOfTest {
  text(): string;
  /** Renders an element, and lets React work until the text of the page is the one that the test waits for. */
  paint(element: ReactNode, isAwaited: (text: string) => boolean): Promise<void>;
}

const globals = globalThis as Record<string, unknown>;

/** Gives each test of a file a page of its own for React to render to, which is unmounted after it. */
export function usePage(): PageOfTest {
  let page: JSDOM;
  let root: Root;

  beforeEach(async () => {
    page = new JSDOM("<body></body>");
    const { window } = page;
    const { document, navigator } = window;
    Object.assign(globals, { window, document, navigator, IS_REACT_ACT_ENVIRONMENT: true });
    const { createRoot } = await import("react-dom/client");
    root = createRoot(document.body);
  });

  afterEach(async () => {
    await act(async () => {
      root.unmount();
    });
    for (const name of ["window", "document", "navigator", "IS_REACT_ACT_ENVIRONMENT"])
      delete globals[name];
    page.window.close();
  });

  const text = (): string => page.window.document.body.textContent ?? "";
  return {
    text,
    async paint(element, isAwaited) {
      await act(async () => {
        root.render(element);
      });
      while (!isAwaited(text())) {
        await act(async () => {
          await new Promise(setImmediate);
        });
      }
    },
  };
}
