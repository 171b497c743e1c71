/** What page.html has and the script works on. */
export interface PageParts {
  readonly form: HTMLFormElement;
  readonly question: HTMLInputElement;
  readonly asked: HTMLElement;
  readonly answer: HTMLElement;
  readonly hint: HTMLElement;
  readonly notice: HTMLElement;
  readonly status: HTMLElement;
  readonly runLink: HTMLAnchorElement;
  readonly cancel: HTMLButtonElement;
  readonly tree: HTMLElement;
  readonly noRuns: HTMLElement;
}

/** Finds the parts of the page. */
export function findPageParts(): PageParts {
  return {
    form: find("ask", HTMLFormElement),
    question: find("question", HTMLInputElement),
    asked: find("question-asked", HTMLElement),
    answer: find("answer", HTMLElement),
    hint: find("hint", HTMLElement),
    notice: find("notice", HTMLElement),
    status: find("status", HTMLElement),
    runLink: find("run-link", HTMLAnchorElement),
    cancel: find("cancel", HTMLButtonElement),
    tree: find("tree", HTMLElement),
    noRuns: find("no-runs", HTMLElement),
  };
}

function find<Element extends HTMLElement>(id: string, kind: new () => Element): Element {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${kind.name} "${id}"; see whether page.html fits the script.`);
}
