import "./no-code-of-strings.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ChatPage } from "./chat-page.tsx";

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no element #root; see index.html.");
createRoot(root).render(
  <StrictMode>
    <ChatPage />
  </StrictMode>,
);
