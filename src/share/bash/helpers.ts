/** Functions that conditions call, by name; a script has those that it needs. */
const helpers: Readonly<Record<string, string>> = {
  eventually: `# eventually SECONDS COMMAND…: tries until it holds, at least once.
eventually() {
  local end=$((SECONDS + $1))
  until "\${@:2}"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}`,
  in_netns: `# in_netns NAME COMMAND…: in a namespace of /run/netns.
in_netns() { nsenter --net="/run/netns/$1" "\${@:2}"; }`,
  on_node01: `# on_node01 COMMAND: on the other machine, with the functions that are here.
on_node01() { node01 bash -c "$(declare -f)"$'\\n'"$1"; }`,
  link_end: `# link_end NETNS LINK: its number, and its peer's: a number in another namespace, a name in this one.
link_end() {
  local show=(ip -j link show dev "$2")
  if [ -n "$1" ]; then show=(in_netns "$1" "\${show[@]}"); fi
  "\${show[@]}" 2> /dev/null | jq -r '.[] | select(.ifname) | "\\(.ifindex) \\(.link_index // .link)"'
}`,
  peers: `# peers NETNS LINK NETNS LINK: they are the two ends of one cable.
peers() {
  local one other
  one=$(link_end "$1" "$2")
  other=$(link_end "$3" "$4")
  [ -n "$one" ] && [ -n "$other" ] || return 1
  if [ "$1" = "$3" ]; then [ "\${one#* }" = "$4" ]
  else [ "\${one#* }" = "\${other% *}" ] && [ "\${other#* }" = "\${one% *}" ]; fi
}`,
  nat_rules: `# nat_rules NETNS CHAIN: its rules without comments; a jump's conditions stand before those of the rules it leads to.
nat_rules() {
  local show=(iptables -t nat -S)
  if [ -n "$1" ]; then show=(in_netns "$1" "\${show[@]}"); fi
  "\${show[@]}" | sed -E 's/ -m comment --comment ("([^"\\\\]|\\\\.)*"|[^ ]+)//' | awk -v chain="$2" '
    $1 == "-A" {
      count++; from[count] = $2
      rule = substr($0, length($2) + 5)
      at = match(rule, /-j [^ ]+/)
      if (at == 0) at = length(rule) + 1
      conditions[count] = substr(rule, 1, at - 1)
      action[count] = substr(rule, at)
      split(action[count], words, " "); to[count] = words[2]
    }
    END {
      for (i = 1; i <= count; i++) if (from[i] == chain) {
        print conditions[i] action[i]
        for (j = 1; j <= count; j++) if (from[j] == to[i]) print conditions[i] conditions[j] action[j]
      }
    }'
}`,
  processes: `# processes NAME WORD: pids, by the kernel's name or the program's, with WORD among the arguments; '' is any.
processes() {
  local directory name program argv word
  for directory in /proc/[0-9]*; do
    { name=$(cat "$directory/comm") && mapfile -d '' -t argv < "$directory/cmdline"; } 2> /dev/null || continue
    program=\${argv[0]##*/}
    [ -z "$1" ] || [ "$name" = "$1" ] || [ "\${program#-}" = "$1" ] || continue
    if [ -z "$2" ]; then echo "\${directory#/proc/}"; continue; fi
    for word in "\${argv[@]:1}"; do
      if [ "$word" = "$2" ]; then echo "\${directory#/proc/}"; break; fi
    done
  done
}`,
  has_process: `# has_process NAME WORD NETNS_FILE TYPE…: one that does not share namespaces of these types with PID 1; '' is any.
has_process() {
  local pid type own
  for pid in $(processes "$1" "$2"); do
    [ -z "$3" ] || [ "$(stat -L -c %i "/proc/$pid/ns/net" 2> /dev/null)" = "$(stat -L -c %i "$3")" ] || continue
    for type in "\${@:4}"; do
      own=$(readlink "/proc/$pid/ns/$type") && [ "$own" != "$(readlink "/proc/1/ns/$type")" ] || continue 2
    done
    return 0
  done
  return 1
}`,
  process_namespaces: `# process_namespaces NAME TYPE: the inodes of that namespace of all processes of the name.
process_namespaces() {
  local pid
  for pid in $(processes "$1" ''); do stat -L -c %i "/proc/$pid/ns/$2" 2> /dev/null; done
}`,
  container_namespace: `# container_namespace NAME TYPE: the inode of that namespace of a running container's first process.
container_namespace() {
  local pid
  pid=$(docker inspect --type container -f '{{.State.Pid}}' "$1" 2> /dev/null) || return 1
  [ "$pid" != 0 ] && stat -L -c %i "/proc/$pid/ns/$2"
}`,
  container_mode: `# container_mode NAME KEY: whose namespaces it has; another container by its name.
container_mode() {
  local mode
  mode=$(docker inspect --type container -f "{{.HostConfig.$2}}" "$1" 2> /dev/null) || return 1
  case $mode in
    container:*) echo "container:$(docker inspect -f '{{.Name}}' "\${mode#container:}" | tr -d /)" ;;
    default) echo bridge ;;
    '') echo private ;;
    *) echo "$mode" ;;
  esac
}`,
  share: `# share "INODES" "INODES": one is in both.
share() {
  local one
  for one in $1; do grep -qx -- "$one" <<< "$2" && return 0; done
  return 1
}`,
  differ: `# differ "INODES" "INODES": both are there, and none is in both.
differ() { [ -n "$1" ] && [ -n "$2" ] && ! share "$1" "$2"; }`,
  text_of: `# text_of PATH: the first 64 KiB of a file, the names in a directory; an empty one is one empty line.
text_of() {
  if [ -L "$1" ]; then return 1; fi
  if [ -d "$1" ]; then printf '%s\\n' "$(ls -1A "$1")"; else printf '%s\\n' "$(head -c 65536 "$1")"; fi
}`,
};

/** The functions that a script calls, and those that they call, in an order in which each is there before it is called. */
export function helpersOf(script: string): string {
  const wanted = new Set<string>();
  const look = (script: string): void => {
    const text = script.replaceAll(/^#.*$/gm, '');
    for (const [name, body] of Object.entries(helpers)) {
      if (wanted.has(name) || !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text)) continue;
      wanted.add(name);
      look(body);
    }
  };
  look(script);
  return Object.entries(helpers)
    .filter(([name]) => wanted.has(name))
    .map(([, body]) => `${body}\n`)
    .join('\n');
}
