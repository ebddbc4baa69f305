/** What CNI plugins print, in the formats of all versions of the specification. Pure. */

/** A plugin's answer to ADD (specification 0.1.0 to 1.1.0), in one form. */
export interface CniResult {
  readonly type: 'result';
  /** `cniVersion`: the format it came in. */
  readonly version: string;
  /** With their lengths: `10.0.10.2/24`. */
  readonly addresses: readonly string[];
  readonly gateways: readonly string[];
  /** Destinations: `0.0.0.0/0`. */
  readonly routes: readonly string[];
}

/** What it prints when it could not (`{"code": 7, "msg": "…"}`). */
export interface CniError {
  readonly type: 'error';
  readonly code: number;
  /** `msg`, and `details` where it has any. */
  readonly message: string;
}

/** What it prints for VERSION. */
export interface CniVersions {
  readonly type: 'versions';
  readonly supported: readonly string[];
}

export type CniAnswer = CniResult | CniError | CniVersions;

type Fields = Readonly<Record<string, unknown>>;

/** The answers in a text, in order; other lines between them (a `tee`'s, a warning) are passed over. */
export function readAnswers(text: string): readonly CniAnswer[] {
  return objectsIn(text).flatMap((json) => answerOf(json) ?? []);
}

function answerOf(json: string): CniAnswer | undefined {
  const fields = fieldsOf(parse(json));
  if (fields === undefined) return undefined;
  const { code, msg, details, supportedVersions, cniVersion } = fields;
  if (typeof code === 'number' && typeof msg === 'string') {
    return { type: 'error', code, message: typeof details === 'string' && details !== '' ? `${msg}; ${details}` : msg };
  }
  if (Array.isArray(supportedVersions)) return { type: 'versions', supported: supportedVersions.filter(isText) };
  // 0.1.0 and 0.2.0 have an object for each family; plugins left cniVersion out of 0.1.0.
  const families = [fieldsOf(fields['ip4']), fieldsOf(fields['ip6'])].filter((each) => each !== undefined);
  if (families.length > 0) {
    return resultOf(isText(cniVersion) ? cniVersion : '0.1.0', families, 'ip', families.flatMap(routesOf));
  }
  if (!isText(cniVersion) || !('ips' in fields || 'interfaces' in fields)) return undefined;
  return resultOf(cniVersion, listOf(fields['ips']), 'address', routesOf(fields));
}

function resultOf(version: string, entries: readonly Fields[], key: string, routes: readonly string[]): CniResult {
  return {
    type: 'result',
    version,
    addresses: entries.flatMap((entry) => textOf(entry, key)),
    gateways: entries.flatMap((entry) => textOf(entry, 'gateway')),
    routes,
  };
}

function routesOf(fields: Fields): string[] {
  return listOf(fields['routes']).flatMap((route) => textOf(route, 'dst'));
}

function textOf(fields: Fields, key: string): string[] {
  const value = fields[key];
  return isText(value) ? [value] : [];
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf).filter((each) => each !== undefined) : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The outermost `{…}` of a text; brackets within JSON strings do not count. */
function objectsIn(text: string): string[] {
  const objects: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' && depth > 0) {
      at = endOfString(text, at);
    } else if (char === '{') {
      if (depth === 0) from = at;
      depth += 1;
    } else if (char === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) objects.push(text.slice(from, at + 1));
    }
  }
  return objects;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
