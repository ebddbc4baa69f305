import { readFileSync } from 'node:fs';
import { findTool } from '../process/find.ts';
import { run } from '../process/run.ts';
import type { LayerEntry, Recipe } from './recipe.ts';
import { ImageError } from './types.ts';

/** What the official image has besides nginx, and a learner types into `docker exec`. */
const comforts = ['bash', 'sh', 'cat', 'env', 'hostname', 'id', 'ls', 'readlink', 'sleep'] as const;

/**
 * The distribution's own nginx with its libraries, set up as the official image is: the default page, logs to the
 * container's output, port 80. One thing differs: a lab maps one id, so the workers stay root (`user root`).
 * @throws {ImageError} where nginx is not installed
 */
export function nginxRecipe(): Recipe {
  const nginx = findTool('nginx');
  if (nginx === undefined) throw new ImageError('nginx', { kind: 'not-installed', tools: ['nginx'] });
  const tools = comforts.map((name) => [`/usr/bin/${name}`, findTool(name)] as const);
  return {
    tags: ['nginx:latest'],
    programs: new Map([
      ['/usr/sbin/nginx', nginx],
      ...tools.flatMap(([path, tool]) => (tool === undefined ? [] : [[path, tool] as const])),
    ]),
    settings: settings(),
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      StopSignal: 'SIGQUIT',
    },
    title: async () => `nginx ${await versionOf(nginx)}`,
  };
}

/** `nginx version: nginx/1.22.1`, on standard error. */
async function versionOf(file: string): Promise<string> {
  const said = await run({ file, args: ['-v'], env: { LC_ALL: 'C' }, cwd: '/' }, { timeoutMs: 10_000 });
  return /nginx\/(\S+)/.exec(said.stderr)?.[1] ?? 'unknown';
}

const heading = 'Welcome to nginx!';

/** nginx's own first page as the distribution has it; some put a page about themselves in its place. */
function defaultPage(): string {
  for (const path of ['/usr/share/nginx/html/index.html', '/var/www/html/index.nginx-debian.html']) {
    try {
      const text = readFileSync(path, 'utf8');
      if (text.includes(heading)) return text;
    } catch {
      // The other place.
    }
  }
  return `<!DOCTYPE html>\n<html>\n<head>\n<title>${heading}</title>\n</head>\n<body>\n<h1>${heading}</h1>\n</body>\n</html>\n`;
}

const configuration = `user root;
worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events {
    worker_connections 1024;
}
http {
    types {
        text/html html;
        text/plain txt;
    }
    default_type application/octet-stream;
    access_log /var/log/nginx/access.log;
    sendfile on;
    server {
        listen 80;
        root /usr/share/nginx/html;
        index index.html;
    }
}
`;

const settings = (): readonly LayerEntry[] => [
  ...['/run', '/tmp', '/var/cache/nginx', '/var/lib/nginx'].map((path): LayerEntry => ({
    type: 'directory',
    path,
    mode: 0o755,
  })),
  { type: 'text', path: '/etc/nginx/nginx.conf', mode: 0o644, text: configuration },
  { type: 'text', path: '/etc/passwd', mode: 0o644, text: 'root:x:0:0:root:/root:/bin/bash\n' },
  { type: 'text', path: '/etc/group', mode: 0o644, text: 'root:x:0:\n' },
  { type: 'text', path: '/usr/share/nginx/html/index.html', mode: 0o644, text: defaultPage() },
  { type: 'link', path: '/bin/sh', target: '/usr/bin/sh' },
  { type: 'link', path: '/bin/bash', target: '/usr/bin/bash' },
  { type: 'link', path: '/var/log/nginx/access.log', target: '/dev/stdout' },
  { type: 'link', path: '/var/log/nginx/error.log', target: '/dev/stderr' },
];
