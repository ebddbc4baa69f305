/** Units of the packages that the course installs, none of which it needs running: labs have an Engine of their own. */
const units = ['docker.service', 'docker.socket', 'containerd.service', 'nginx.service'];

/**
 * sh(1), run as root: installs with apt as `"$@"` says, and starts and enables no service. Debian starts what it installs, and
 * an Engine started on the machine itself would take over its firewall (docker0, FORWARD DROP).
 *
 * - While it runs, policy-rc.d forbids every start (invoke-rc.d(8), exit 101). One that is there already comes back after;
 *   what a killed run left is put right by the next.
 * - Units that were not there before are disabled: policy-rc.d does not keep deb-systemd-helper(1) from enabling them for
 *   the next boot. What the machine had, and whether it runs, stays as it was.
 *
 * Weighed against unpacking the packages into the cache without root (`apt-get download`, dpkg -x): that knows no
 * dependencies, serves apt alone, and leaves the learner without the commands that the lessons teach.
 */
export const quietInstall = `set -u
policy=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.netns-course mark='# of netns-course setup'
give_back() {
  if [ -e "$kept" ]; then mv -f "$kept" "$policy"
  elif grep -qsx "$mark" "$policy"; then rm -f "$policy"; fi
}
has() { [ -e "/lib/systemd/system/$1" ] || [ -e "/usr/lib/systemd/system/$1" ] || [ -e "/etc/systemd/system/$1" ]; }
had=
for unit in ${units.join(' ')}; do has "$unit" && had="$had $unit"; done
give_back
trap give_back EXIT
trap 'exit 130' HUP INT TERM
[ ! -e "$policy" ] || mv "$policy" "$kept"
printf '#!/bin/sh\\n%s\\nexit 101\\n' "$mark" > "$policy"
chmod 755 "$policy"
"$@"
code=$?
for unit in ${units.join(' ')}; do
  case "$had " in *" $unit "*) continue ;; esac
  has "$unit" || continue
  if command -v systemctl > /dev/null; then systemctl --root=/ --quiet disable "$unit" 2> /dev/null; fi
  if command -v update-rc.d > /dev/null && [ -e "/etc/init.d/\${unit%.*}" ]; then update-rc.d "\${unit%.*}" disable > /dev/null; fi
done
exit "$code"
`;
