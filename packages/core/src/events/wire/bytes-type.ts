import type { BuiltInType } from "./built-in-type.ts";

// A view of bytes is made again by its class's name; elements keep the byte order of the machine, little-endian on all of today's.
const views = {
  ArrayBuffer: (buffer: ArrayBuffer) => buffer,
  Int8Array: (buffer: ArrayBuffer) => new Int8Array(buffer),
  Uint8Array: (buffer: ArrayBuffer) => new Uint8Array(buffer),
  Uint8ClampedArray: (buffer: ArrayBuffer) => new Uint8ClampedArray(buffer),
  Int16Array: (buffer: ArrayBuffer) => new Int16Array(buffer),
  Uint16Array: (buffer: ArrayBuffer) => new Uint16Array(buffer),
  Int32Array: (buffer: ArrayBuffer) => new Int32Array(buffer),
  Uint32Array: (buffer: ArrayBuffer) => new Uint32Array(buffer),
  Float32Array: (buffer: ArrayBuffer) => new Float32Array(buffer),
  Float64Array: (buffer: ArrayBuffer) => new Float64Array(buffer),
  BigInt64Array: (buffer: ArrayBuffer) => new BigInt64Array(buffer),
  BigUint64Array: (buffer: ArrayBuffer) => new BigUint64Array(buffer),
  DataView: (buffer: ArrayBuffer) => new DataView(buffer),
};

/** Beyond this nothing is encoded, since no text of that length would be kept. */
const maxByteLength = 32 * 1024 * 1024;

/** Bytes in base64: typed arrays, `DataView` and `ArrayBuffer`. Node's `Buffer` comes back as the `Uint8Array` that it is. */
export const bytesType: BuiltInType<ArrayBuffer | ArrayBufferView> = {
  tag: "bytes",
  brands: Object.keys(views),
  toFields(value) {
    if (value.byteLength > maxByteLength)
      throw new RangeError(`${value.byteLength} bytes are too many`);
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
    return {
      type: Object.prototype.toString.call(value).slice("[object ".length, -1),
      base64: toBase64(bytes),
    };
  },
  fromFields({ type, base64 }) {
    if (typeof base64 !== "string") throw new TypeError('its "base64" is no text');
    const { buffer } = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    if (typeof type !== "string" || !isViewName(type))
      throw new TypeError('its "type" is none of bytes');
    return views[type](buffer);
  },
};

function isViewName(name: string): name is keyof typeof views {
  return Object.hasOwn(views, name);
}

function toBase64(bytes: Uint8Array): string {
  // In slices, since arguments live on the stack.
  const sliceBytes = 8_192;
  let binary = "";
  for (let start = 0; start < bytes.length; start += sliceBytes) {
    binary += String.fromCharCode(...bytes.subarray(start, start + sliceBytes));
  }
  return btoa(binary);
}
