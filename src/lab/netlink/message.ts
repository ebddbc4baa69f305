/** One message of rtnetlink(7), sock_diag(7) or nfnetlink: what follows its header of 16 bytes. */
export interface Message {
  readonly type: number;
  readonly body: Buffer;
}

/** Attributes by their type, as they lie in a message; of several of one type the last. */
export type Attributes = ReadonlyMap<number, Buffer>;

const headerBytes = 16;
const attributeBytes = 4;

/** NLMSG_ERROR and NLMSG_DONE (netlink(7)). */
const errorType = 2;
const doneType = 3;

/** NLM_F_MULTI: more follow, up to NLMSG_DONE. */
const multiFlag = 2;

/** NLA_F_NESTED and NLA_F_NET_BYTEORDER are not part of a type (linux/netlink.h). */
const attributeTypeMask = 0x3fff;

/**
 * The messages of one whole answer, a dump or a single message, in the machine's byte order (only little-endian machines have a lab). Undefined: the
 * kernel refused, or it is not whole.
 */
export function parseDump(bytes: Buffer): readonly Message[] | undefined {
  const messages: Message[] = [];
  let isMulti = true;
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const length = bytes.readUInt32LE(at);
    const type = bytes.readUInt16LE(at + 4);
    if (length < headerBytes || at + length > bytes.length || type === errorType) return undefined;
    // What ends a dump tells an error too, as a negative errno.
    if (type === doneType)
      return length >= headerBytes + 4 && bytes.readInt32LE(at + headerBytes) < 0 ? undefined : messages;
    messages.push({ type, body: bytes.subarray(at + headerBytes, at + length) });
    isMulti = (bytes.readUInt16LE(at + 6) & multiFlag) !== 0;
    at += aligned(length);
  }
  return isMulti ? undefined : messages;
}

/** The attributes that begin at an offset of a message or lie in another attribute. */
export function attributesOf(bytes: Buffer | undefined, offset = 0): Attributes {
  const found = new Map<number, Buffer>();
  for (const [type, value] of attributeList(bytes, offset)) found.set(type, value);
  return found;
}

/** The same in their order, for lists of attributes of one type. */
export function attributeList(bytes: Buffer | undefined, offset = 0): readonly (readonly [number, Buffer])[] {
  const found: [number, Buffer][] = [];
  if (bytes === undefined) return found;
  for (let at = offset; at + attributeBytes <= bytes.length;) {
    const length = bytes.readUInt16LE(at);
    if (length < attributeBytes || at + length > bytes.length) break;
    found.push([bytes.readUInt16LE(at + 2) & attributeTypeMask, bytes.subarray(at + attributeBytes, at + length)]);
    at += aligned(length);
  }
  return found;
}

/** A string that NUL ends. */
export function textOf(bytes: Buffer | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}

/** An unsigned number of one, two or four bytes. */
export function numberOf(bytes: Buffer | undefined): number | undefined {
  switch (bytes?.length) {
    case 1:
      return bytes.readUInt8(0);
    case 2:
      return bytes.readUInt16LE(0);
    case 4:
      return bytes.readUInt32LE(0);
    default:
      return undefined;
  }
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}
