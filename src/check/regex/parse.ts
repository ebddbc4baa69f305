/**
 * Lessons of strangers bring regular expressions, and a backtracking engine can be made to hang by one (`^(a+)+$`,
 * `(a|a)*b`). So we have an engine of our own for the subset that needs no backtracking; this file reads the pattern.
 */

/** A test of one code point. */
export type CharTest = (codePoint: number) => boolean;

export type Node =
  | { readonly type: 'empty' }
  | { readonly type: 'char'; readonly test: CharTest }
  | { readonly type: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly type: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly type: 'choice'; readonly nodes: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/** Thrown while reading a pattern, caught by `compilePattern`. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Counts such as `{2,40}` are expanded when compiled; none may be larger. */
const maxCount = 200;
/** Brackets nested deeper are refused: reading them recurses. */
const maxDepth = 50;

const newline = 0x0a;

/** `[A-Za-z0-9_]` */
export function isWordChar(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isSpace(code: number): boolean {
  return /\s/u.test(String.fromCodePoint(code));
}

const classEscapes: Readonly<Record<string, CharTest>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWordChar,
  W: (code) => !isWordChar(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

const controlEscapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

/** The other case of an ASCII letter, so that `(?i)` needs no tables. */
function otherCase(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

/** Reads one pattern. `ignoreCase` folds ASCII letters. */
export class PatternReader {
  readonly #chars: readonly string[];
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#chars = [...source];
    this.#ignoreCase = ignoreCase;
  }

  /** The whole pattern; throws `PatternError` for what is not in the subset. */
  read(): Node {
    const node = this.#choice();
    if (this.#at < this.#chars.length) throw new PatternError('unmatched )');
    return node;
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #next(): string {
    const char = this.#chars[this.#at];
    if (char === undefined) throw new PatternError('unexpected end');
    this.#at += 1;
    return char;
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  #choice(): Node {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new PatternError('nested too deeply');
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    this.#depth -= 1;
    const [only] = nodes;
    return nodes.length === 1 && only !== undefined ? only : { type: 'choice', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    for (let char = this.#peek(); char !== undefined && char !== '|' && char !== ')'; char = this.#peek()) {
      nodes.push(this.#repeated(this.#atom()));
    }
    return { type: 'sequence', nodes };
  }

  #repeated(node: Node): Node {
    const counts = this.#quantifier();
    if (counts === undefined) return node;
    if (node.type === 'assert') throw new PatternError('nothing to repeat');
    // Lazy or greedy is the same where only "is there a match" is asked.
    this.#take('?');
    if (this.#quantifier() !== undefined) throw new PatternError('nothing to repeat');
    return { type: 'repeat', node, min: counts.min, max: counts.max };
  }

  #quantifier(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity };
    if (this.#take('+')) return { min: 1, max: Infinity };
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const rest = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join(''));
    if (rest === null) throw new PatternError('a literal { is written \\{');
    this.#at += rest[0].length;
    const min = Number(rest[1]);
    const max = rest[2] === undefined ? min : rest[3] === '' ? Infinity : Number(rest[3]);
    if (min > maxCount || (max !== Infinity && max > maxCount)) throw new PatternError('count too large');
    if (max < min) throw new PatternError('counts out of order');
    return { min, max };
  }

  #atom(): Node {
    const char = this.#next();
    switch (char) {
      case '^':
        return { type: 'assert', what: 'start' };
      case '$':
        return { type: 'assert', what: 'end' };
      case '.':
        return { type: 'char', test: (code) => code !== newline && code !== 0x0d };
      case '[':
        return { type: 'char', test: this.#class() };
      case '(':
        return this.#group();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternError('nothing to repeat');
      case ']':
      case '}':
        throw new PatternError(`a literal ${char} is written \\${char}`);
      default:
        return { type: 'char', test: this.#literal(char) };
    }
  }

  #group(): Node {
    if (this.#take('?') && !this.#take(':')) throw new PatternError('only (…) and (?:…) groups');
    const node = this.#choice();
    if (!this.#take(')')) throw new PatternError('unmatched (');
    return node;
  }

  #literal(char: string): CharTest {
    const code = char.codePointAt(0) ?? 0;
    if (!this.#ignoreCase) return (other) => other === code;
    const twin = otherCase(code);
    return (other) => other === code || other === twin;
  }

  #escape(): Node {
    const char = this.#next();
    if (char === 'b') return { type: 'assert', what: 'word' };
    if (char === 'B') return { type: 'assert', what: 'not-word' };
    const set = classEscapes[char];
    if (set !== undefined) return { type: 'char', test: set };
    return { type: 'char', test: this.#literal(String.fromCodePoint(this.#escapedCode(char))) };
  }

  #escapedCode(char: string): number {
    const control = controlEscapes[char];
    if (control !== undefined) return control;
    if (char === 'x' || char === 'u') {
      const digits = char === 'x' ? 2 : 4;
      const hex = Array.from({ length: digits }, () => this.#next()).join('');
      if (!/^[0-9a-fA-F]+$/.test(hex)) throw new PatternError(`\\${char} takes ${digits} hexadecimal digits`);
      return Number.parseInt(hex, 16);
    }
    if (/[A-Za-z0-9]/.test(char)) throw new PatternError(`no \\${char} in the subset`);
    return char.codePointAt(0) ?? 0;
  }

  /** After `[`: one code point, or a set such as `\d`. */
  #classAtom(): number | CharTest {
    const char = this.#next();
    if (char !== '\\') return char.codePointAt(0) ?? 0;
    const escaped = this.#next();
    if (escaped === 'b') return 8;
    return classEscapes[escaped] ?? this.#escapedCode(escaped);
  }

  #class(): CharTest {
    const negated = this.#take('^');
    const tests: CharTest[] = [];
    while (!this.#take(']')) {
      const from = this.#classAtom();
      if (typeof from !== 'number') {
        tests.push(from);
        continue;
      }
      let to = from;
      const isRange =
        this.#peek() === '-' && this.#chars[this.#at + 1] !== ']' && this.#chars[this.#at + 1] !== undefined;
      if (isRange) {
        this.#next();
        const end = this.#classAtom();
        if (typeof end !== 'number' || end < from) throw new PatternError('range out of order');
        to = end;
      }
      tests.push((code) => code >= from && code <= to);
    }
    const either: CharTest = this.#ignoreCase
      ? (code) => tests.some((test) => test(code) || test(otherCase(code)))
      : (code) => tests.some((test) => test(code));
    return negated ? (code) => !either(code) : either;
  }
}
