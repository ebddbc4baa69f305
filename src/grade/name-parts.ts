/**
 * A whole name in the two parts that class lists and gradebooks have: the last word is the last name, or what stands before a
 * comma (`King, Ada`); a single word is a first name.
 */
export function nameParts(name: string): { readonly firstName: string; readonly lastName: string } {
  const whole = name.trim();
  const comma = whole.indexOf(',');
  if (comma >= 0) return { firstName: whole.slice(comma + 1).trim(), lastName: whole.slice(0, comma).trim() };
  const [, firstName = whole, lastName = ''] = /^(.*\S)\s+(\S+)$/su.exec(whole) ?? [];
  return { firstName, lastName };
}
