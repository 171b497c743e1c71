// Its own types bring those of a whole browser, and with them other ones for what Node has.
declare module "jsdom" {
  interface Body {
    readonly textContent: string | null;
  }

  export class JSDOM {
    constructor(html: string);
    readonly window: {
      readonly document: { readonly body: Body };
      readonly navigator: object;
      close(): void;
    };
  }
}
