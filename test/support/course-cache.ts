import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/**
 * `XDG_CACHE_HOME` of the programs that a test file starts: the course's 26 files are read by the first of them, two seconds
 * of work, and found by the others, as by a learner who comes back.
 */
export const courseCache = mkdtempSync(join(tmpdir(), 'netns-course-cache-'));
afterAll(() => rmSync(courseCache, { recursive: true, force: true }));
