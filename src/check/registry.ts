import type { CheckKind } from './kind.ts';
import { address } from './kinds/address.ts';
import { ask } from './kinds/ask.ts';
import { bridge } from './kinds/bridge.ts';
import { cni } from './kinds/cni.ts';
import { container } from './kinds/container.ts';
import { file } from './kinds/file.ts';
import { forward } from './kinds/forward.ts';
import { http } from './kinds/http.ts';
import { json } from './kinds/json.ts';
import { link } from './kinds/link.ts';
import { nat } from './kinds/nat.ts';
import { neighbour } from './kinds/neighbour.ts';
import { netns } from './kinds/netns.ts';
import { output } from './kinds/output.ts';
import { process } from './kinds/process.ts';
import { reach } from './kinds/reach.ts';
import { route } from './kinds/route.ts';
import { sameNamespace } from './kinds/same-namespace.ts';
import { script } from './kinds/script.ts';
import { socket } from './kinds/socket.ts';
import { sysctl } from './kinds/sysctl.ts';

const kinds = [
  output,
  netns,
  link,
  address,
  route,
  neighbour,
  bridge,
  forward,
  nat,
  socket,
  sysctl,
  process,
  sameNamespace,
  container,
  cni,
  file,
  json,
  reach,
  http,
  ask,
  script,
];

/** Every kind of check by the key it has in a `yaml check` item; `script` is what a `bash check` fence becomes. */
export const checkKinds: ReadonlyMap<string, CheckKind<unknown>> = new Map(kinds.map((kind) => [kind.name, kind]));
