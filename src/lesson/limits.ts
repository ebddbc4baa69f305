/**
 * What a lesson may be at most. A lesson comes from a stranger (`--course DIR`), so everything that costs time or
 * memory has a bound. 10,000 steps of 400 bytes fit; parsing them is linear (see `markdown.ts`), 10 MB are refused
 * before they are read.
 */
export const limits = {
  /** 4 MiB of UTF-8. */
  lessonBytes: 4 * 1024 * 1024,
  steps: 10_000,
  /** One `##` section, fenced blocks aside, in UTF-16 units: Markdown's emphasis costs the square of a section's length. */
  sectionLength: 64 * 1024,
  /** UTF-16 units in one line. */
  lineLength: 4096,
  /** Block quotes and list items one within another. */
  nesting: 12,
  /** `[label]: URL` lines, which every section may use. */
  definitions: 200,
  /** Length of the whole YAML of one fence or front matter. */
  yamlLength: 64 * 1024,
  /** Characters of one fence or command; what is longer is shown without colours: some code costs the square of its length. */
  colouredCode: 8 * 1024,
  hints: 3,
  withinMs: 60_000,
  /** Mistakes reported for one file; the rest is counted. */
  messages: 500,
  lessonsPerCourse: 1000,
} as const;
