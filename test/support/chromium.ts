import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A cold start of the browser on a machine under load takes seconds. */
const timeoutMs = 50_000;

/**
 * Opens a page in real headless Chromium and evaluates an expression in it once it is loaded; its value comes back as
 * JSON. Nothing is fetched from anywhere. `--no-sandbox`: root has no sandbox, and the page is our own.
 *
 * @param html the whole document
 * @param expression JavaScript, in the page; a promise is waited for
 * @throws when the browser fails, or the expression throws
 */
export async function inChromium<T>(html: string, expression: string): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-chromium-'));
  try {
    const page = join(home, 'page.html');
    // The result replaces the document, as text of one element that --dump-dom prints.
    const script = `addEventListener('load', async () => {
      let result;
      try { result = { value: await (${expression}) }; } catch (error) { result = { error: String(error) }; }
      const text = encodeURIComponent(JSON.stringify(result));
      document.documentElement.innerHTML = '<body><pre id="netns-course-result">' + text + '</pre></body>';
    });`;
    writeFileSync(page, `${html}\n<script>${script}</script>\n`);
    const dom = await chromium(home, ['--dump-dom', pathToFileURL(page).href]);
    const text = /<pre id="netns-course-result">([^<]*)</.exec(dom)?.[1];
    if (text === undefined) throw new Error(`Chromium gave no result: ${dom.slice(0, 500)}`);
    const result = JSON.parse(decodeURIComponent(text)) as { value: T; error?: string };
    if (result.error !== undefined) throw new Error(result.error);
    return result.value;
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * A page as it comes out of a printer, in PDF, by real headless Chromium: the bytes of the file.
 *
 * @param html the whole document
 * @throws when the browser fails
 */
export async function printed(html: string): Promise<Buffer> {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-chromium-'));
  try {
    const [page, pdf] = [join(home, 'page.html'), join(home, 'page.pdf')];
    writeFileSync(page, html);
    await chromium(home, [`--print-to-pdf=${pdf}`, '--no-pdf-header-footer', pathToFileURL(page).href]);
    return readFileSync(pdf);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function chromium(home: string, task: readonly string[]): Promise<string> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${join(home, 'profile')}`,
    '--virtual-time-budget=10000',
    ...task,
  ];
  const env = { PATH: process.env['PATH'], HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home, LANG: 'C.UTF-8' };
  return new Promise((resolve, reject) => {
    execFile('chromium', args, { env, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`chromium: ${error.message}\n${stderr.slice(-2000)}`));
    });
  });
}
