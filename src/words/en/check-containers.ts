import { listed } from './listed.ts';
/** Words of the checks that ask a Docker Engine, or read what a CNI plugin said. No full stop at the end. */

interface Published {
  readonly port: number;
  readonly protocol: string;
  readonly hostPort: number;
}

const publishedText = ({ port, protocol, hostPort }: Published): string => `${hostPort}->${port}/${protocol}`;

export const container = {
  expected: ({
    name,
    running,
    absent,
    wishes,
    node,
  }: {
    name: string;
    running: boolean;
    absent: boolean;
    wishes: readonly string[];
    node: string;
  }) =>
    [
      `${absent ? 'no' : running ? 'a running' : 'a stopped'} container ${name}${node === 'controlplane' ? '' : ` on ${node}`}`,
      ...wishes,
    ].join(', '),
  wishImage: ({ image }: { image: string }) => `of image ${image}`,
  wishNetwork: ({ network }: { network: string }) => `with --network ${network}`,
  wishIpc: ({ ipc }: { ipc: string }) => `with --ipc ${ipc}`,
  wishPid: ({ pid }: { pid: string }) => `with --pid ${pid}`,
  wishAddress: ({ address }: { address: string }) => `with the address ${address}`,
  wishPublishes: ({ port, to }: { port: number; to: number }) => `published by -p ${port}:${to}`,
  there: ({ name, pid }: { name: string; pid: number }) => `${name} runs, PID ${pid}`,
  stopped: ({ name, exitCode }: { name: string; exitCode?: number | undefined }) =>
    exitCode === undefined
      ? `${name} is there, but was never started`
      : `${name} is there, but does not run: it ended with exit code ${String(exitCode)}${exitCode > 128 ? `, by signal ${String(exitCode - 128)}` : ''}`,
  stillRuns: ({ name }: { name: string }) => `${name} runs`,
  stillThere: ({ name }: { name: string }) => `${name} is still there`,
  onlyThese: ({ names }: { names: readonly string[] }) => `the containers are: ${listed(names, 'none')}`,
  others: ({ names }: { names: readonly string[] }) => `there are others too: ${names.join(', ')}`,
  noEngine: 'no Docker Engine answers',
  isImage: ({ image }: { image: string }) => `its image is ${image}`,
  isNetwork: ({ network }: { network: string }) => `its network is ${network}`,
  isIpc: ({ ipc }: { ipc: string }) => `its ipc is ${ipc}`,
  isPid: ({ pid }: { pid: string }) => `its pid is ${pid}`,
  isAddress: ({ addresses }: { addresses: readonly string[] }) => `its addresses are: ${listed(addresses, 'none')}`,
  publishes: ({ ports }: { ports: readonly Published[] }) =>
    `it publishes: ${listed(ports.map(publishedText), 'nothing')}`,
};

/** What a number in a plugin's error means (CNI specification, "Error"); from 100 on each plugin has its own. */
const codes: Readonly<Record<number, string>> = {
  1: 'the cniVersion of the configuration does not fit',
  2: 'a field of the configuration is not supported',
  3: 'the container is unknown, or was not named',
  4: 'a CNI_ variable is missing or wrong',
  5: 'the configuration could not be read',
  6: 'the configuration is not JSON as it should be: a comma or a bracket, most times',
  7: 'the configuration says something that cannot be',
  11: 'try again later',
  999: 'an error without a number of its own',
};

export const cni = {
  add: ({ wishes }: { wishes: readonly string[] }) => ['a CNI plugin’s answer to ADD', ...wishes].join(', '),
  inFile: ({ path, wishes }: { path: string; wishes: readonly string[] }) =>
    [`a CNI result in ${path}`, ...wishes].join(', '),
  done: ({ command, wishes }: { command: string; wishes: readonly string[] }) =>
    [`a CNI plugin that has done ${command}`, ...wishes].join(', '),
  versions: ({ version }: { version: string }) =>
    `a CNI plugin’s answer to VERSION${version === '' ? '' : ` that lists ${version}`}`,
  refused: ({ command, text }: { command: string; text: string }) =>
    `a CNI plugin that refuses ${command}${text === '' ? '' : ` with "${text}"`}`,
  wishId: ({ id }: { id: string }) => `for ${id}`,
  wishIfname: ({ ifname }: { ifname: string }) => `on ${ifname}`,
  wishAddress: ({ address }: { address: string }) => `with the address ${address}`,
  wishGateway: ({ gateway }: { gateway: string }) => `with the gateway ${gateway}`,
  wishRoute: ({ route }: { route: string }) => `with a route to ${route}`,
  wishVersion: ({ version }: { version: string }) => `in the format of ${version}`,
  none: ({ command }: { command: string }) => `no plugin was run with CNI_COMMAND=${command} yet`,
  onlyOther: ({ command, ran }: { command: string; ran: string }) =>
    `a plugin was run with CNI_COMMAND=${ran}, not ${command}`,
  running: 'it still runs',
  silent: 'it printed no answer',
  notReadable: ({ line }: { line: string }) => `what ${line} printed cannot be told from what stands beside it`,
  /** A plugin's own error, and what its number says. */
  said: ({ code, message }: { code: number; message: string }) =>
    `the plugin said: ${message} (code ${code}${codes[code] === undefined ? '' : `: ${codes[code]}`})`,
  exited: ({ exit }: { exit: number }) => `it ended with ${exit}`,
  worked: 'the plugin did it',
  isId: ({ id }: { id: string }) => `it was for ${id}`,
  isIfname: ({ ifname }: { ifname: string }) => `it was for ${ifname}`,
  isAddress: ({ addresses }: { addresses: readonly string[] }) => `it gave: ${listed(addresses, 'no address')}`,
  isGateway: ({ gateways }: { gateways: readonly string[] }) => `its gateway is: ${listed(gateways, 'none')}`,
  routesAre: ({ routes }: { routes: readonly string[] }) => `its routes are: ${listed(routes, 'none')}`,
  isVersion: ({ version }: { version: string }) => `its format is that of ${version}`,
  supports: ({ versions }: { versions: readonly string[] }) => `it lists: ${listed(versions, 'nothing')}`,
  notACni: ({ path }: { path: string }) => `${path} holds no CNI result`,
};
