/**
 * Programs of /usr/local of a lab, in place of those that cannot work where one id is mapped: `sudo` refuses to run
 * because its file belongs to nobody, `tcpdump` wants to become a user who is not there.
 */

/** `sudo` just executes: the lab's user is root already. The flags that people type are understood; `-s`/`-i` open a shell. */
export const sudo = `#!/bin/bash
shell=
while [[ \${1-} == -* ]]; do
  case $1 in
    --) shift; break ;;
    -u | -g | -U | -p | -C | -T | -h | -r | -t | -D | -R | --user | --group | --prompt) [[ $1 == -h && $# == 1 ]] && exit; shift ;;
    -i | -s | --login | --shell) shell=1 ;;
    -l | -v | -k | -K | --list | --validate | --reset-timestamp | --remove-timestamp) exit 0 ;;
    -V | --version) echo 'sudo: in a lab you are root; this one just runs its command'; exit 0 ;;
    -[A-Za-z]*[is]) shell=1 ;;
  esac
  shift || break
done
while [[ \${1-} == [A-Za-z_]*=* ]]; do export "$1"; shift; done
if [[ -n $shell ]]; then
  if (($#)); then exec /bin/bash -c '"$@"' bash "$@"; else exec /bin/bash; fi
fi
if ((! $#)); then echo 'usage: sudo command [argument ...]' >&2; exit 1; fi
exec -- "$@"
`;

/** `tcpdump` with `-Z root`: it stays who it is. PATH of the file: the first argument of the shim's text. */
export const tcpdump = (program: string): string => `#!/bin/sh
exec ${program} -Z root "$@"
`;
