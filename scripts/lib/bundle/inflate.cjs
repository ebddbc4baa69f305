// Stands in for `tiny-inflate` in the bundle: the line breaker unpacks its table at each start, which takes 50 ms in
// JavaScript and 1 ms in zlib.
const { inflateRawSync } = require('node:zlib');

/** Unpacks `source` into `dest`, which has the very length. */
module.exports = (source, dest) => {
  dest.set(inflateRawSync(source));
  return dest;
};
