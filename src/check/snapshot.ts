import type { NodeName } from '../lesson/types.ts';
import type { Found } from './found.ts';
import type { NetnsFacts } from './netns-facts.ts';

/**
 * A part of the lab's state that a check asks for, as data: kinds list their needs, the lab's adapter collects them
 * into one `Snapshot`, the kind judges that. `netns` is a name under `/run/netns`, `''` for the node's own, or
 * `/proc/PID/ns/net` for one without a name. Those come only where somebody asks for them: what a learner has named is
 * what lessons ask about.
 */
export type Need =
  | { readonly what: 'namespaces'; readonly node: NodeName; readonly unnamed?: true }
  | { readonly what: NetnsPart; readonly node: NodeName; readonly netns: string }
  | { readonly what: 'sysctl'; readonly node: NodeName; readonly netns: string; readonly key: string }
  | { readonly what: 'file'; readonly node: NodeName; readonly path: string }
  | { readonly what: 'processes'; readonly node: NodeName }
  | { readonly what: 'containers'; readonly node: NodeName }
  | ReachNeed
  | HttpNeed
  | ScriptNeed;

/** Parts of one network namespace, each one or two fixed commands of the host's iproute2 or iptables. */
export type NetnsPart = 'links' | 'routes' | 'lookups' | 'neighbours' | 'fdb' | 'sockets' | 'rules';

/** One real ping or TCP connection. Only collected when a check's `needs` have passed: a probe must not do the learner's work. */
export interface ReachNeed {
  readonly what: 'reach';
  readonly node: NodeName;
  readonly netns: string;
  /** An IP address. */
  readonly to: string;
  /** A TCP port; absent: ICMP echo. */
  readonly port?: number;
}

export interface HttpNeed {
  readonly what: 'http';
  readonly node: NodeName;
  readonly netns: string;
  readonly url: string;
}

/** A `bash check`: runs in the lab as its root, exit 0 pass, 1 fail, anything else error. */
export interface ScriptNeed {
  readonly what: 'script';
  readonly node: NodeName;
  readonly script: string;
}

export interface FileFact {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  /** For a symlink. */
  readonly target?: string;
  /** The first 64 KiB of a file, as UTF-8. */
  readonly text?: string;
  /** For a directory: its entries' names, sorted, at most 1000. */
  readonly entries?: readonly string[];
}

export interface ProcessFact {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly words: readonly string[];
  /** Namespace inodes by type: `net`, `mnt`, `uts`, `ipc`, `pid`, `user`, `cgroup`, `time`. */
  readonly namespaces: Readonly<Record<string, number>>;
}

/** A port of a container that its host answers for: `docker run -p HOST:CONTAINER`. */
export interface PublishedPort {
  readonly port: number;
  readonly protocol: string;
  /** The host's. */
  readonly hostPort: number;
}

/** One container, running or not, as the node's Docker Engine describes it (Engine API, `GET /containers/{id}/json`). */
export interface ContainerFact {
  readonly id: string;
  readonly name: string;
  /** As it was named when the container was made: `nginx`, `nginx:latest`. */
  readonly image: string;
  readonly running: boolean;
  /** Its first process, as the node counts; 0 where it does not run. */
  readonly pid: number;
  /** How its first process ended, as a shell's `$?`: 128 and more for a signal. Absent: it runs, or never did. */
  readonly exitCode?: number | undefined;
  /** Whose namespaces it has: `bridge`, `none`, `host`, `container:NAME`, or the name of a network of the Engine's. */
  readonly network: string;
  /** `private`, `shareable`, `none`, `host` or `container:NAME`. */
  readonly ipc: string;
  /** `private`, `host` or `container:NAME`. */
  readonly pidMode: string;
  /** IPv4, one for each of the Engine's networks that it is in. */
  readonly addresses: readonly string[];
  readonly published: readonly PublishedPort[];
  /** The file by which the Engine holds its network namespace; `''` where it has none of its own. */
  readonly sandboxKey: string;
  /** The inode of its network namespace, as the kernel has it; absent where it does not run. */
  readonly netns?: number;
}

export interface ReachResult {
  readonly need: ReachNeed;
  readonly found: Found<{ readonly answered: boolean; readonly text: string }>;
}

export interface HttpResult {
  readonly need: HttpNeed;
  /** Status 0: no answer, and `text` says why, in curl's words. */
  readonly found: Found<{ readonly status: number; readonly body: string; readonly text?: string }>;
}

export interface ScriptResult {
  readonly need: ScriptNeed;
  readonly found: Found<{ readonly exitCode: number; readonly lastLine: string }>;
}

export interface NodeFacts {
  /** The node's own first (`name: ''`), then what `/run/netns` names, sorted, then those without a name that were asked for. Absent: the node could not be asked. */
  readonly netns: readonly NetnsFacts[];
  readonly files: Readonly<Record<string, Found<FileFact>>>;
  readonly processes?: Found<readonly ProcessFact[]>;
  /** `missing`: no Docker Engine answers. */
  readonly containers?: Found<readonly ContainerFact[]>;
}

/** The lab's state at one moment, as far as it was asked for: plain, versioned JSON that can be judged anywhere. */
export interface Snapshot {
  readonly schema: 'netns-course/snapshot/v1';
  readonly nodes: Readonly<Partial<Record<NodeName, NodeFacts>>>;
  readonly reach: readonly ReachResult[];
  readonly http: readonly HttpResult[];
  readonly scripts: readonly ScriptResult[];
}
