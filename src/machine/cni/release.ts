import { goArchitectures } from '../../process/go-arch.ts';

/** Where the plugins' project publishes its releases. */
export const projectReleases = 'https://github.com/containernetworking/plugins/releases/download';

/** A release of the plugins for one kind of processor. */
export interface CniRelease {
  /** `v1.7.1` */
  readonly version: string;
  /** Of the archive; beside it, under the same name with `.sha256`, is its checksum (sha256sum(1)). */
  readonly url: string;
}

/**
 * The release of that version, named as scripts/release.sh of containernetworking/plugins names it: since 0.8 the system
 * stands before the processor. Undefined: no version (`1.7.1`, `v1.7.1`, `1.0.0-rc1`), or no processor that labs run on.
 * @param from in place of the project's own: a mirror, a classroom's server
 */
export function cniRelease(
  version: string,
  arch: string,
  from: string = projectReleases,
): CniRelease | 'no-version' | 'no-architecture' {
  const parts = /^v?((\d{1,4})\.(\d{1,4})\.\d{1,4}(?:-[a-z]+\.?\d{1,3})?)$/.exec(version);
  if (parts === null) return 'no-version';
  const processor = goArchitectures[arch];
  if (processor === undefined) return 'no-architecture';
  const tag = `v${parts[1] ?? ''}`;
  const system = Number(parts[2]) === 0 && Number(parts[3]) < 8 ? '' : 'linux-';
  return { version: tag, url: `${from.replace(/\/+$/, '')}/${tag}/cni-plugins-${system}${processor}-${tag}.tgz` };
}

/** The checksum in what sha256sum(1) printed, of whichever file; undefined where there is none. */
export function checksumIn(text: string): string | undefined {
  return /^\\?([0-9a-f]{64})(?:\s|$)/i.exec(text.trim())?.[1]?.toLowerCase();
}
