/**
 * The key by which an object on the wire says that it stands for something that JSON has no word for. A user's own object
 * with this key is wrapped: `{"$rivulet": "escaped", "value": {...}}`.
 */
export const markerKey = "$rivulet";

/** What a marker can stand for, beside the built-in types. */
export const markerTags = {
  escaped: "escaped",
  number: "number",
  type: "type",
  undefined: "undefined",
  unserializable: "unserializable",
} as const;
