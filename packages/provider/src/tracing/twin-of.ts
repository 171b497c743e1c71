import { isResourceOf, type ApiResource } from "./client-shapes.ts";

type ResourceConstructor = new (client: object) => ApiResource;

/**
 * A part of a client (`client.chat`) over another client: made by its own class, so that it has private fields of its own, and what
 * its helpers call goes through that other client. Methods that somebody has replaced on the part are replaced on its twin.
 */
export function twinOf(resource: ApiResource, client: object): ApiResource {
  const twin = new (resource.constructor as unknown as ResourceConstructor)(client);
  const { _client: original } = resource;
  for (const [key, value] of Object.entries(resource)) {
    if (typeof value === "function") twin[key] = value;
    else if (isResourceOf(original as object, value)) twin[key] = twinOf(value, client);
  }
  return twin;
}
