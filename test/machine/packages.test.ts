import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseOsRelease } from '../../src/machine/os-release.ts';
import { packageManager } from '../../src/machine/package-manager.ts';
import { installCommands, managers, packagesFor, parsePackageTable, shownCommand } from '../../src/machine/packages.ts';
import { encodingOf, isUtf8 } from '../../src/machine/encoding.ts';
import { isAtLeast } from '../../src/machine/surroundings.ts';

const text = readFileSync('packages.json', 'utf8');
const table = parsePackageTable(text);
/** What only the tests use is written the same way. */
const ofTests = parsePackageTable(JSON.stringify({ tools: (JSON.parse(text) as { testTools: unknown }).testTools }));
const all = { ...table.tools, ...ofTests.tools };

describe('packages.json', () => {
  it('names a package for every tool under every manager', () => {
    for (const [tool, names] of Object.entries(all))
      expect(Object.keys(names).sort(), tool).toEqual([...managers].sort());
  });

  it('holds only names that a shell passes on unchanged', () => {
    for (const names of Object.values(all)) {
      for (const name of Object.values(names)) expect(name).toMatch(/^[a-z0-9][a-z0-9+.-]*$/);
    }
  });

  it('is refused when it is not such a table', () => {
    expect(() => parsePackageTable('{}')).toThrow('no tools');
    expect(() => parsePackageTable('{"tools":{"ip":"iproute2"}}')).toThrow('ip');
  });
});

describe('what would be installed', () => {
  it('names each package once', () => {
    expect(packagesFor(table, 'apt', ['ip', 'bridge', 'ss', 'ping'])).toEqual(['iproute2', 'iputils-ping']);
    expect(packagesFor(table, 'dnf', ['ip', 'ps'])).toEqual(['iproute', 'procps-ng']);
    expect(packagesFor(table, 'zypper', ['ifconfig'])).toEqual(['net-tools-deprecated']);
    expect(packagesFor(table, 'apt', ['no-such-tool'])).toEqual([]);
  });

  it.each(managers)('%s asks no questions and shows the line a person would type', (manager) => {
    const { install } = installCommands(manager, ['curl', 'jq']);
    expect(install.slice(-2)).toEqual(['curl', 'jq']);
    expect(shownCommand(manager, ['curl'], false)).toMatch(/^sudo [a-z-]+ .*curl$/);
    expect(shownCommand(manager, ['curl'], true)).not.toContain('sudo');
    if (manager !== 'apk') expect(install.join(' ')).toMatch(/-y|--noconfirm|--non-interactive/);
  });

  it('keeps apt from asking and from adding what it recommends', () => {
    expect(installCommands('apt', ['jq']).install.join(' ')).toBe(
      'env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq',
    );
  });
});

describe('the distribution', () => {
  it('is read with its quotes', () => {
    expect(parseOsRelease('PRETTY_NAME="Ubuntu 24.04 LTS"\nID=ubuntu\n# x\nID_LIKE=debian\n')).toEqual({
      id: 'ubuntu',
      like: ['debian'],
      name: 'Ubuntu 24.04 LTS',
    });
    expect(parseOsRelease(`ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\nNAME='open\\'x'`).like).toEqual([
      'opensuse',
      'suse',
    ]);
    expect(parseOsRelease('')).toEqual({ id: 'linux', like: [], name: 'linux' });
  });

  it.each([
    [{ id: 'debian', like: [] }, ['apt-get', 'dnf'], 'apt'],
    [{ id: 'linuxmint', like: ['ubuntu', 'debian'] }, ['apt-get'], 'apt'],
    [{ id: 'rocky', like: ['rhel', 'centos', 'fedora'] }, ['dnf'], 'dnf'],
    [{ id: 'manjaro', like: ['arch'] }, ['pacman'], 'pacman'],
    [{ id: 'opensuse-tumbleweed', like: ['opensuse', 'suse'] }, ['zypper', 'apt-get'], 'zypper'],
    [{ id: 'alpine', like: [] }, ['apk'], 'apk'],
    [{ id: 'fedora', like: [] }, ['apt-get', 'dnf'], 'dnf'],
    [{ id: 'unheard-of', like: [] }, ['pacman'], 'pacman'],
    [{ id: 'nixos', like: [] }, [], undefined],
  ])('%j with %j installs by %s', (os, programs, manager) => {
    expect(packageManager(os, (program) => programs.some((each) => each === program))).toBe(manager);
  });
});

describe('versions and encodings', () => {
  it('compares kernels by number', () => {
    expect(isAtLeast('6.1.0-18-amd64', '5.14')).toBe(true);
    expect(isAtLeast('5.14.0-503.el9', '5.14')).toBe(true);
    expect(isAtLeast('5.4.0', '5.14')).toBe(false);
    expect(isAtLeast('4.19.0', '5.14')).toBe(false);
    expect(isAtLeast('10.0', '5.14')).toBe(true);
  });

  it('takes the first locale variable that is set', () => {
    expect(encodingOf({ LANG: 'en_US.UTF-8' })).toBe('UTF-8');
    expect(encodingOf({ LC_ALL: 'C', LANG: 'en_US.UTF-8' })).toBe('');
    expect(encodingOf({ LC_ALL: '', LC_CTYPE: 'zh_CN.GB18030@x' })).toBe('GB18030');
    expect(['UTF-8', 'utf8', '', 'GB18030'].map(isUtf8)).toEqual([true, true, false, false]);
  });
});
