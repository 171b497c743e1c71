import type { Anthropic } from "@anthropic-ai/sdk";

/**
 * What is needed of a client: the official one has it, and so have those that reach Anthropic's models elsewhere (`AnthropicBedrock`,
 * `AnthropicVertex`, one of your own).
 */
export interface AnthropicClient {
  readonly baseURL?: string | null | undefined;
  readonly messages: Pick<Anthropic["messages"], "create">;
  /** Called in the place of `messages` where `betas` are asked for. */
  readonly beta?: { readonly messages: Pick<Anthropic["beta"]["messages"], "create"> };
}
