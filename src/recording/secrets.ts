/**
 * What looks like a secret wherever it stands: private keys (RFC 7468), credentials in addresses (RFC 3986 §3.2.1), bearer tokens
 * (RFC 6750), and the tokens of GitHub, GitLab, npm, Slack and AWS by the beginnings that those give them.
 */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,200}:)[^\s/@]{1,200}(?=@)/gi,
  /(?<=\bBearer )[A-Za-z0-9._~+/=-]{16,}/gi,
  /\bgh[pousr]_[A-Za-z0-9]{30,}/g,
  /\bgithub_pat_\w{30,}/g,
  /\bglpat-[\w-]{16,}/g,
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
];

/** The text with what looks like a secret as so many `x`; lines and columns stay where they were. */
export function withoutSecrets(text: string): string {
  return shapes.reduce((clean, shape) => clean.replace(shape, (found) => found.replaceAll(/\S/g, 'x')), text);
}

/** The values of variables whose names say that they are secret (`GITHUB_TOKEN`, `DB_PASSWORD`), long enough to be some. */
export function secretValues(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /(?:TOKEN|SECRET|PASSW(?:OR)?D|PASSPHRASE|API_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i.test(name) &&
    value !== undefined &&
    value.length >= 8
      ? [value]
      : [],
  );
}
