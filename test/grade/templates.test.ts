import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Parser from '@actions/workflow-parser';
import { Ajv } from 'ajv';
import { build } from 'esbuild';
import { Job } from 'kubernetes-models/batch/v1';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const read = (name: string): string => readFileSync(join('docs/grading', name), 'utf8');

/** Bundled: as it is published, Node cannot load it (it imports JSON without saying so). */
async function githubParser(): Promise<typeof Parser> {
  const outfile = join(process.cwd(), '.setup', 'workflow-parser.mjs');
  const entry = { contents: "export * from '@actions/workflow-parser';", resolveDir: process.cwd() };
  await build({ stdin: entry, outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' });
  return (await import(pathToFileURL(outfile).href)) as typeof Parser;
}

describe('the file for GitHub Actions', async () => {
  const { NoOperationTraceWriter, parseWorkflow } = await githubParser();
  const errorsIn = (content: string): readonly string[] =>
    parseWorkflow({ name: 'grade.yml', content }, new NoOperationTraceWriter())
      .context.errors.getErrors()
      .map(({ message }) => message);

  test('is a workflow to GitHub’s own parser', () => {
    expect(errorsIn(read('github-actions.yml'))).toEqual([]);
  });

  test('which finds a mistake', () => {
    expect(errorsIn(read('github-actions.yml').replace('fail-fast', 'fail-slow'))).not.toEqual([]);
  });
});

describe('the file for GitLab CI', () => {
  const schema: unknown = JSON.parse(readFileSync('fixtures/schemas/gitlab-ci.schema.json', 'utf8'));
  const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema as object);

  test('is a pipeline by its schema', () => {
    expect(isValid(parse(read('gitlab-ci.yml')))).toBe(true);
  });

  test('which finds a mistake', () => {
    expect(isValid(parse(read('gitlab-ci.yml').replace('exit_codes', 'exit_code')))).toBe(false);
  });
});

describe('the file for Kubernetes', () => {
  const job = (content: string): Job => new Job(parse(content) as ConstructorParameters<typeof Job>[0]);

  test('is a Job by the API’s schema, one Pod a part', () => {
    const found = job(read('kubernetes-job.yaml'));
    found.validate();
    expect(found.spec).toMatchObject({ completionMode: 'Indexed', completions: found.spec?.parallelism });
    expect(read('kubernetes-job.yaml')).toContain(`/${String(found.spec?.completions)}" --out`);
  });

  test('which finds a mistake', () => {
    expect(() => job(read('kubernetes-job.yaml').replace('completions: 8', 'completions: eight')).validate()).toThrow();
  });
});
