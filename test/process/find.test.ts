import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findTool, isTrusted } from '../../src/process/find.ts';

const directory = mkdtempSync(join(tmpdir(), 'find-'));
afterAll(() => rmSync(directory, { recursive: true }));

function program(name: string): string {
  const path = join(directory, name);
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o777);
  return path;
}

test('prefers the tool of the system to one that a user can write', () => {
  program('bash');
  expect(findTool('bash', directory)).toMatch(/^\/(usr\/)?bin\/bash$/);
});

test('takes what PATH has where the system has none', () => {
  const path = program('only-here');
  expect(findTool('only-here', directory)).toBe(path);
  expect(isTrusted(path)).toBe(false);
});

test('finds nothing for what is not there, not executable, or a directory', () => {
  writeFileSync(join(directory, 'plain'), '');
  expect(findTool('no-such-tool', directory)).toBeUndefined();
  expect(findTool('plain', directory)).toBeUndefined();
  expect(findTool('.', directory)).toBeUndefined();
});

test('ignores relative entries of PATH', () => {
  expect(findTool('package.json', '.:..')).toBeUndefined();
});
