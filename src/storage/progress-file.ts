import { dirname, join, resolve } from 'node:path';
import { merge, noProgress } from '../progress/change.ts';
import { formatProgress, parseProgress } from '../progress/schema.ts';
import type { Progress } from '../progress/types.ts';
import { codeOf, fileCalls, type FileCalls } from './files.ts';
import { withRealHome } from '../process/home.ts';
import { LockBusy, sweepLocks, takeLock, type Lock } from './lock.ts';
import { stateDirectory } from './state-directory.ts';

/** Something the learner should be told about the state file. `path` is exact. */
export type ProgressNotice =
  | { readonly kind: 'no-home' }
  /** Kept in memory only, for now; tried again at each step. `code` as in errno(3). */
  | { readonly kind: 'not-saved'; readonly path: string; readonly code: string }
  /** It could not be read, or not understood, and was moved, never deleted. `restored`: there was a backup. */
  | {
      readonly kind: 'set-aside';
      readonly path: string;
      readonly movedTo: string;
      readonly reason: string;
      readonly restored: boolean;
    }
  /** Written by a newer version of the program (its schema's name) and moved. */
  | {
      readonly kind: 'newer';
      readonly path: string;
      readonly movedTo: string;
      readonly schema: string;
      readonly restored: boolean;
    };

/** A learner's progress, in memory and on the disk. */
export interface ProgressStore {
  /** What is known now. */
  readonly read: () => Progress;
  /**
   * Applies the change to what is on the disk now (another window may have written) and saves it. Never rejects: what
   * cannot be saved is kept in memory, told by `notices`, and tried again with the next change. Calls made while one is
   * being written are written together.
   */
  readonly update: (change: (progress: Progress) => Progress) => Promise<Progress>;
  /** What is to be said at this moment: each thing once. */
  readonly notices: () => readonly ProgressNotice[];
}

/**
 * Opens the learner's progress: `progress.json` in the state directory (see `stateDirectory`), where it can be read
 * and written; else one that lives as long as the process. Never rejects.
 */
export async function openProgress(
  env: Readonly<Record<string, string | undefined>>,
  calls: FileCalls = fileCalls,
): Promise<ProgressStore> {
  const directory = stateDirectory(withRealHome(env));
  if (directory === undefined) return inMemory();
  const store = new FileStore(join(directory, 'progress.json'), calls);
  await store.load();
  return {
    read: () => store.known,
    update: (change) => store.update(change),
    notices: () => store.notices,
  };
}

function inMemory(): ProgressStore {
  let known = noProgress;
  return {
    read: () => known,
    update(change) {
      known = change(known);
      return Promise.resolve(known);
    },
    notices: () => [{ kind: 'no-home' }],
  };
}

class FileStore {
  /** `#saved` with all pending changes. */
  known: Progress = noProgress;
  /** What was on the disk when last looked. */
  #saved: Progress = noProgress;
  readonly #path: string;
  readonly #calls: FileCalls;
  /** Changes that are not on the disk yet, oldest first. */
  #pending: ((progress: Progress) => Progress)[] = [];
  #writing: Promise<void> | undefined;
  readonly #said: ProgressNotice[] = [];
  #notSaved: ProgressNotice | undefined;

  constructor(path: string, calls: FileCalls) {
    this.#path = path;
    this.#calls = calls;
  }

  get notices(): readonly ProgressNotice[] {
    return this.#notSaved === undefined ? this.#said : [...this.#said, this.#notSaved];
  }

  /** Reads what is there; what is no good is set aside, under the lock, after a second look. */
  async load(): Promise<void> {
    try {
      const found = await this.#look(await this.#target());
      if (found.state === 'good') this.#saved = found.progress;
      if (found.state === 'bad') {
        await this.#locked(async (target) => {
          this.#saved = await this.#readOrSetAside(target);
        });
      }
      this.known = this.#saved;
      await sweepLocks(`${await this.#target()}.lock`, this.#calls);
    } catch (error) {
      this.#cannotSave(error);
    }
  }

  async update(change: (progress: Progress) => Progress): Promise<Progress> {
    this.#pending.push(change);
    this.known = change(this.known);
    // Whoever finds a write under way waits for it; the first of those writes for all that came meanwhile.
    while (this.#writing !== undefined) await this.#writing;
    if (this.#pending.length === 0) return this.known;
    this.#writing = this.#save();
    try {
      await this.#writing;
    } finally {
      this.#writing = undefined;
    }
    return this.known;
  }

  async #save(): Promise<void> {
    // A copy: what is pushed while this is being written is not in it, and must not be taken for written.
    const pending = [...this.#pending];
    try {
      await this.#calls.mkdir(dirname(this.#path));
      await this.#locked(async (target, lock) => {
        const base = await this.#readOrSetAside(target);
        const next = pending.reduce((progress, change) => change(progress), base);
        await this.#write(target, formatProgress(next), lock);
        this.#saved = next;
        this.#pending = this.#pending.slice(pending.length);
        this.known = this.#pending.reduce((progress, change) => change(progress), next);
      });
      this.#notSaved = undefined;
    } catch (error) {
      this.#cannotSave(error);
    }
  }

  /** Old or new, never torn: whole and on the disk under another name first; then one rename(2). */
  async #write(target: string, text: string, lock: Lock): Promise<void> {
    // A name that is always the same: one left by a crash is replaced, and nobody else writes while we hold the lock.
    const fresh = `${target}.new`;
    try {
      await this.#calls.remove(fresh);
      await this.#calls.create(fresh, text);
      await this.#keepBackup(target);
      if (!(await lock.isHeld())) throw new LockBusy('taken over meanwhile');
      await this.#calls.rename(fresh, target);
    } catch (error) {
      await this.#calls.remove(fresh).catch(() => undefined);
      throw error;
    }
    await this.#calls.syncDirectory(dirname(target)).catch(() => undefined);
  }

  /** The file as it is becomes the backup; a file system without hard links has none. */
  async #keepBackup(target: string): Promise<void> {
    const fresh = `${target}.backup.new`;
    try {
      await this.#calls.remove(fresh);
      await this.#calls.link(target, fresh);
      await this.#calls.rename(fresh, backupOf(target));
      // link(2) and rename(2) of two names of one file do nothing and leave both (rename(2), POSIX).
      await this.#calls.remove(fresh);
    } catch (error) {
      // ENOENT: the first write. Anything else is no reason not to save.
      if (codeOf(error) !== 'ENOENT') await this.#calls.remove(fresh).catch(() => undefined);
    }
  }

  async #locked(work: (target: string, lock: Lock) => Promise<void>): Promise<void> {
    const target = await this.#target();
    const lock = await takeLock(`${target}.lock`, this.#calls);
    try {
      await work(target, lock);
    } finally {
      // A lock that cannot be removed is no reason to call the step not saved.
      await lock.release().catch(() => undefined);
    }
  }

  /** Where the bytes are: a symbolic link's target, which is then replaced, and the link kept (stow, chezmoi …). */
  async #target(): Promise<string> {
    let path = this.#path;
    for (let hops = 0; hops < 40 && (await this.#calls.kind(path)) === 'link'; hops += 1) {
      path = resolve(dirname(path), await this.#calls.readLink(path));
    }
    return path;
  }

  async #look(path: string): Promise<Found> {
    const kind = await this.#calls.kind(path);
    if (kind === 'none') return { state: 'none' };
    // Not opened at all: a FIFO would wait for a writer for ever.
    if (kind !== 'file') return { state: 'bad', why: { reason: 'it is not a regular file' } };
    try {
      const parsed = parseProgress(await this.#calls.readText(path));
      if (parsed.state === 'good') return parsed;
      return { state: 'bad', why: parsed.state === 'newer' ? { schema: parsed.schema } : { reason: parsed.reason } };
    } catch (error) {
      if (error instanceof RangeError) return { state: 'bad', why: { reason: error.message } };
      throw error;
    }
  }

  /** Only with the lock held. What is in memory is never lost: it is the base where the file is gone or no good. */
  async #readOrSetAside(target: string): Promise<Progress> {
    const found = await this.#look(target);
    if (found.state === 'good') return found.progress;
    if (found.state === 'none') return this.#saved;
    const movedTo = await this.#freeName(`${target}.bad-${new Date().toISOString().replace(/[:.]/g, '-')}`);
    await this.#calls.rename(target, movedTo);
    const backup = await this.#look(backupOf(target)).catch((): Found => ({ state: 'none' }));
    const restored = backup.state === 'good';
    const moved = { path: target, movedTo, restored };
    this.#said.push(
      'schema' in found.why ? { kind: 'newer', ...moved, ...found.why } : { kind: 'set-aside', ...moved, ...found.why },
    );
    return backup.state === 'good' ? merge(this.#saved, backup.progress) : this.#saved;
  }

  async #freeName(wish: string): Promise<string> {
    let name = wish;
    for (let n = 2; (await this.#calls.kind(name)) !== 'none'; n += 1) name = `${wish}-${n}`;
    return name;
  }

  #cannotSave(error: unknown): void {
    this.#notSaved = { kind: 'not-saved', path: this.#path, code: codeOf(error) };
  }
}

type Found =
  | { readonly state: 'good'; readonly progress: Progress }
  | { readonly state: 'none' }
  | { readonly state: 'bad'; readonly why: { readonly reason: string } | { readonly schema: string } };

function backupOf(target: string): string {
  return `${target}.backup`;
}
