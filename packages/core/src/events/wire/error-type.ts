import { RivuletError } from "../../errors/rivulet-error.ts";
import type { BuiltInType } from "./built-in-type.ts";
import { describeThrown } from "./describe-thrown.ts";
import { setOwn } from "./record.ts";
import { Unserializable } from "./unserializable.ts";

/** A Rivulet error that came over a wire: its class may live in a package that is not loaded here. */
class ReceivedRivuletError extends RivuletError {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

const nativeClasses = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

/** Own enumerable properties that have a field of their own on the wire, or are made again by the class. */
const handledKeys: ReadonlySet<string> = new Set(["name", "message", "stack", "code", "cause"]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Errors, by name, message, code, cause and own enumerable fields. `type` is the class to make again: the nearest one
 * that every JavaScript has, or `RivuletError`, so that {@link RivuletError.isInstance} holds on the other side too.
 */
export function createErrorType(includeStacks: boolean): BuiltInType<Error> {
  return {
    tag: "error",
    brands: ["Error", "DOMException"],
    toFields: (error) => errorFields(error, includeStacks),
    fromFields: errorFromFields,
  };
}

function errorFields(error: Error, includeStacks: boolean): Fields {
  const type = typeOf(error);
  const own = ownFields(error, type);
  return {
    type,
    name: asText(error.name),
    message: asText(error.message),
    ...("code" in error && Object.hasOwn(error, "code") ? { code: error.code } : {}),
    ...(Object.hasOwn(error, "cause") ? { cause: error.cause } : {}),
    ...(type === "AggregateError" && "errors" in error ? { errors: error.errors } : {}),
    ...(Object.keys(own).length > 0 ? { fields: own } : {}),
    ...(includeStacks && error.stack !== undefined ? { stack: asText(error.stack) } : {}),
  };
}

function ownFields(error: Error, type: string): Fields {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(error)) {
    if (handledKeys.has(key) || (type === "AggregateError" && key === "errors")) continue;
    const value = read(error, key);
    // Every Rivulet error has room for a run's id and name, and most are outside of runs.
    if (value !== undefined || type !== "RivuletError") setOwn(result, key, value);
  }
  return result;
}

function read(error: Error, key: string): unknown {
  try {
    return Reflect.get(error, key);
  } catch (thrown) {
    return new Unserializable("unreadable", describeThrown(thrown));
  }
}

function typeOf(error: Error): string {
  if (RivuletError.isInstance(error)) return "RivuletError";
  if (Object.prototype.toString.call(error) === "[object DOMException]") return "DOMException";
  // By name, since an error of another realm is no instance of this one's classes.
  let prototype: unknown = Object.getPrototypeOf(error);
  while (typeof prototype === "object" && prototype !== null) {
    const constructor: unknown = Reflect.get(prototype, "constructor");
    const name = typeof constructor === "function" ? constructor.name : "";
    if (name === "AggregateError" || isNativeName(name)) return name;
    prototype = Object.getPrototypeOf(prototype);
  }
  return "Error";
}

function errorFromFields(fields: Fields): Error {
  const error = construct(fields);
  const { name, cause, code, stack, fields: own } = fields;
  if (error.name !== name)
    define(error, "name", { value: asText(name), enumerable: RivuletError.isInstance(error) });
  if ("code" in fields && !Object.hasOwn(error, "code"))
    define(error, "code", { value: code, enumerable: true });
  if ("cause" in fields) define(error, "cause", { value: cause, enumerable: false });
  for (const [key, value] of Object.entries(own ?? {})) {
    if (!handledKeys.has(key)) define(error, key, { value, enumerable: true });
  }
  // Where the error was made again says nothing about where it came from.
  const trace = stack === undefined ? `${error.name}: ${error.message}` : asText(stack);
  define(error, "stack", { value: trace, enumerable: false });
  return error;
}

function construct(fields: Fields): Error {
  const message = asText(fields["message"]);
  const type = asText(fields["type"]);
  if (type === "RivuletError") return new ReceivedRivuletError(message, asText(fields["code"]));
  if (type === "DOMException") return new DOMException(message, asText(fields["name"]));
  if (type === "AggregateError") {
    const errors: unknown = fields["errors"];
    return new AggregateError(Array.isArray(errors) ? errors : [], message);
  }
  return new (isNativeName(type) ? nativeClasses[type] : Error)(message);
}

function isNativeName(name: string): name is keyof typeof nativeClasses {
  return Object.hasOwn(nativeClasses, name);
}

function define(
  error: Error,
  key: string,
  property: { value: unknown; enumerable: boolean },
): void {
  Object.defineProperty(error, key, { ...property, writable: true, configurable: true });
}

/** A name or message is nearly always a text; where it is not (a mark for a text that was too long), it is shown as one. */
function asText(value: unknown): string {
  return typeof value === "string" ? value : String(value);
}
