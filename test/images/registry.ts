import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

/** A blob of an image, as a registry serves it. */
export interface Blob {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/**
 * A registry on loopback that has one image, under any name and tag: the pull side of the OCI distribution specification,
 * with an image manifest of Docker's (version 2, schema 2).
 */
export async function openRegistry(config: Buffer, layers: readonly Blob[]) {
  const describe = ({ mediaType, bytes }: Blob) => ({ mediaType, size: bytes.length, digest: digestOf(bytes) });
  const mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  const configBlob = { mediaType: 'application/vnd.docker.container.image.v1+json', bytes: config };
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType, config: describe(configBlob), layers: layers.map(describe) }),
  );
  const blobs = new Map([configBlob, ...layers].map(({ bytes }) => [digestOf(bytes), bytes]));
  const server = createServer(({ url = '' }, response) => {
    const blob = /\/blobs\/(sha256:[0-9a-f]+)$/.exec(url)?.[1];
    const body = url === '/v2/' ? Buffer.from('{}') : /\/manifests\//.test(url) ? manifest : blobs.get(blob ?? '');
    response.statusCode = body === undefined ? 404 : 200;
    response.setHeader('Content-Type', /\/manifests\//.test(url) ? mediaType : 'application/octet-stream');
    response.setHeader('Content-Length', body?.length ?? 0);
    response.setHeader('Docker-Content-Digest', blob ?? digestOf(manifest));
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    host: `127.0.0.1:${String(port)}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
