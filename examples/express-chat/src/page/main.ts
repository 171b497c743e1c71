import "./no-code-of-strings.ts";
import { ChatPage } from "./chat-page.ts";
import { findPageParts } from "./page-parts.ts";

const parts = findPageParts();
const page = new ChatPage(parts);

parts.form.addEventListener("submit", (event) => {
  event.preventDefault();
  page.ask(parts.question.value.trim());
  parts.form.reset();
});
parts.cancel.addEventListener("click", () => {
  void page.cancel();
});
addEventListener("popstate", () => {
  page.showAddressed();
});
page.showAddressed();
parts.question.focus();
