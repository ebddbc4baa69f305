/** Where the Engine of a lab writes what it says. */
export const engineLog = '/var/log/docker.log';

/** dockerd(8), `--data-root`. */
export const dataRoot = '/var/lib/docker';

/** tar(1), beside `-c` and `-x` of a data root: overlays mark in extended attributes what a layer removes. */
export const tarOptions = ['--xattrs', '--xattrs-include=*'] as const;

/** How the program below ends, other than well. */
export const engineExit = { notStarted: 41, notLoaded: 42 } as const;

/** Bytes that images, containers and volumes of a lab may take, and how many files. */
const storage = 'size=512m,nr_inodes=64k';

/** An Engine that is not there after this many seconds does not come; 0.3 s is usual. */
const patienceSeconds = 60;

/**
 * The OCI runtime that containers of a lab are made by: runc(8), after a look at the bundle. A container's devpts is
 * mounted with `gid=5`, which is not mapped where a lab has one id (mount(2): EINVAL): the option goes.
 */
const runtime = `#!/bin/sh
before=
for word; do
  [ "$before" = --bundle ] && sed -i 's/,"gid=5"//;s/"gid=5",//' "$word/config.json"
  before=$word
done
exec runc "$@"
`;

/**
 * dockerd(8), daemon configuration file: a learner who starts `dockerd` again gets the same Engine. `rootless`: a user
 * namespace is around it. The storage driver is named, since Engines from 29 on keep images otherwise.
 */
const configuration = (cgroup: boolean): object => ({
  rootless: true,
  group: 'root',
  'storage-driver': 'overlay2',
  'exec-opts': ['native.cgroupdriver=cgroupfs'],
  runtimes: { lab: { path: '/run/lab/runc' } },
  'default-runtime': 'lab',
  // Containers would get a cgroup namespace each, which a lab without cgroups may not make.
  ...(cgroup ? {} : { 'default-cgroupns-mode': 'host' }),
});

/**
 * bash, run as root of the lab's host: starts the Engine as a child of the lab's init, and gives it the images that come
 * on standard input: as `docker load` reads them (argument `archive`), or as the data root of an Engine that has loaded them (`root`); or
 * none (`empty`). The socket is there a moment before the Engine answers on it: whoever calls meanwhile waits. What went wrong
 * is on standard error, the end of the Engine's log among it; images that have no room leave an Engine without them.
 */
export const engineProgram = (cgroup: boolean): string => `set -u
fail() { tail -n 6 ${engineLog} >&2; exit ${engineExit.notStarted}; }
mount -t tmpfs -o mode=711,${storage} docker ${dataRoot} || exit ${engineExit.notStarted}
cat > /run/lab/runc << 'END'
${runtime}END
chmod 755 /run/lab/runc
cat > /etc/docker/daemon.json << 'END'
${JSON.stringify(configuration(cgroup), undefined, 2)}
END
loaded=0
if [[ $1 == root ]]; then
  tar -x ${tarOptions.map((option) => `'${option}'`).join(' ')} -C ${dataRoot} || { loaded=${engineExit.notLoaded}; rm -rf ${dataRoot}/*; }
fi
setsid dockerd < /dev/null > ${engineLog} 2>&1 &
until [[ -S /run/docker.sock ]]; do
  kill -0 $! 2> /dev/null && ((SECONDS < ${patienceSeconds})) || fail
  sleep 0.01
done
if [[ $1 == archive ]]; then docker load --quiet > /dev/null || loaded=${engineExit.notLoaded}; else docker version > /dev/null || fail; fi
((loaded == 0)) || kill -0 $! 2> /dev/null || fail
exit $loaded
`;
