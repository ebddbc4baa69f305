import { defineConfig } from 'vitest/config';

/**
 * Three projects: `unit` (pure code, one shared process, fast), `lab` (real labs and ptys, one file at a time so that
 * two cores are not fought over), `e2e` (the built program). What waits for a real kernel, shell or screen is tried once
 * more when it fails: a machine that stands still for seconds is no defect of ours, one that fails twice is.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.lab.test.ts', 'test/e2e/**'],
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/**/*.lab.test.ts'],
          fileParallelism: false,
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/**/*.lab.test.ts'],
          fileParallelism: false,
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
